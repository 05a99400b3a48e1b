/** A thread that hashes what it is sent, one block after the other. Started by blockHasher.ts. */
import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import type { HashAnswer, HashRequest } from './blockHasher.ts';

parentPort?.on('message', ({ id, bytes }: HashRequest) => {
  const answer: HashAnswer = { id, sha256: createHash('sha256').update(bytes).digest('hex') };
  parentPort?.postMessage(answer);
});
