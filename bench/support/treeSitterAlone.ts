import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { languageOfPath } from '../../src/core/syntax/languageLookup.ts';
import { type SyntaxEngine, wasmEngine } from '../../test/support/syntaxEngines.ts';

/** Seconds of processor time. */
export interface TreeSitterTimes {
  readonly parsing: number;
  /** Parsing again, and the one query of a language. */
  readonly withQueries: number;
}

/**
 * What tree-sitter alone takes for some files, in a process of its own: whatever an index does besides, it can't be faster.
 *
 * @param paths absolute; of languages with a grammar.
 */
export async function treeSitterAlone(paths: readonly string[]): Promise<TreeSitterTimes> {
  const child = fork(import.meta.filename);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`A process that parses has ended (exit code ${code}).`);
  });
  child.send(paths);
  const [times] = (await Promise.race([once(child, 'message'), ended])) as [TreeSitterTimes];
  ended.catch(() => {}); // It is over.
  child.disconnect();
  return times;
}

if (process.send !== undefined && process.argv[1] === import.meta.filename) {
  const send = process.send.bind(process);
  const [paths] = (await once(process, 'message')) as [readonly string[]];
  const engines = new Map<string, SyntaxEngine>();
  const files: { engine: SyntaxEngine; text: string }[] = [];
  for (const path of paths) {
    const language = languageOfPath(path);
    if (language === undefined) continue;
    const engine = engines.get(language.id) ?? (await wasmEngine(language));
    engines.set(language.id, engine);
    files.push({ engine, text: await readFile(path, 'utf8') });
  }
  // Once for V8, which optimises what it runs.
  for (const { engine, text } of files) engine.countMatches(text);
  send({
    parsing: cpuSecondsOf(() => files.forEach(({ engine, text }) => void engine.isSound(text))),
    withQueries: cpuSecondsOf(() => files.forEach(({ engine, text }) => void engine.countMatches(text))),
  } satisfies TreeSitterTimes);
}

function cpuSecondsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
