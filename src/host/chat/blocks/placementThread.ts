/** A thread that places one block. Started by placeOffThread.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { placeBlock } from '../../../core/chat/placement/placeBlock.ts';
import type { PlacementTask } from './placeOffThread.ts';

const { block, target } = workerData as PlacementTask;
parentPort?.postMessage(placeBlock(block, target));
