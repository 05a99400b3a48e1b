import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { syntaxLanguages } from '../../syntaxes/languages.ts';
import { factsQuery, nativeEngine, type SyntaxEngine, wasmEngine } from '../../test/support/syntaxEngines.ts';

/** Of all files once, each as fast as it ever was: what other programs took from it is left out. */
interface ParseTimes {
  readonly parseMs: number;
  /** Parsing, and all queries in one. */
  readonly factsMs: number;
}

export interface ParseSummary extends ParseTimes {
  readonly files: readonly {
    /** Whether its tree has no error. */
    readonly isSound: boolean;
    /** A hash of them. */
    readonly definitions: string;
  }[];
  /** The highest resident size of the process. */
  readonly peakBytes: number;
}

interface Job {
  readonly engine: SyntaxEngine['name'];
  readonly languageId: string;
  readonly paths: readonly string[];
}

/** A process that parses the files of one language with one runtime, so that its memory is its own. */
export class ParseWorker {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Loads the grammar and reads the files. */
  static async start(job: Job): Promise<ParseWorker> {
    const worker = new ParseWorker(fork(import.meta.filename));
    await worker.#ask(job);
    return worker;
  }

  /** Parses all files, again and again where they are few. */
  async round(): Promise<void> {
    await this.#ask('round');
  }

  /** Ends the process. */
  async end(): Promise<ParseSummary> {
    const summary = (await this.#ask('end')) as ParseSummary;
    this.#child.disconnect();
    return summary;
  }

  async #ask(message: Job | 'round' | 'end'): Promise<unknown> {
    const answered = once(this.#child, 'message').then(([answer]: unknown[]) => answer);
    const ended = once(this.#child, 'exit').then(([code]) => {
      throw new Error(`A process that parses has ended (exit code ${code}).`);
    });
    this.#child.send(message);
    return Promise.race([answered, ended]);
  }
}

if (process.send !== undefined && process.argv[1] === import.meta.filename) {
  const send = process.send.bind(process);
  const [job] = (await once(process, 'message')) as [Job];
  const texts = await Promise.all(job.paths.map((path) => readFile(path, 'utf8')));
  const engine = await loadEngine(job);
  const times = texts.map(() => ({ parseMs: Number.POSITIVE_INFINITY, factsMs: Number.POSITIVE_INFINITY }));
  process.on('message', (message: 'round' | 'end') => {
    if (message === 'round') parseAll(engine, texts, times);
    send(message === 'round' ? 'done' : sum());
  });
  const sum = (): ParseSummary => ({
    parseMs: times.reduce((total, { parseMs }) => total + parseMs, 0),
    factsMs: times.reduce((total, { factsMs }) => total + factsMs, 0),
    files: texts.map((text) => ({
      isSound: engine.isSound(text),
      definitions: hashOf(engine.find(text).filter((line) => line.includes('definition.'))),
    })),
    peakBytes: 1024 * process.resourceUsage().maxRSS,
  });
  send('ready');
}

async function loadEngine({ engine, languageId }: Job): Promise<SyntaxEngine> {
  const language = syntaxLanguages.find(({ id }) => id === languageId);
  if (language === undefined) throw new Error(`There is no language ${languageId}.`);
  return engine === 'wasm' ? wasmEngine(language) : nativeEngine(language, await factsQuery(language));
}

/** Less is parsed before the runtime has optimised what it runs. */
const leastCharacters = 500_000;

function parseAll(engine: SyntaxEngine, texts: readonly string[], times: ParseTimes[]): void {
  const length = texts.reduce((total, text) => total + text.length, 0);
  for (let repeat = 0; repeat < Math.ceil(leastCharacters / length); repeat++) {
    for (const [index, text] of texts.entries()) {
      const known = times[index] as ParseTimes;
      times[index] = {
        parseMs: Math.min(
          known.parseMs,
          timeOf(() => engine.isSound(text)),
        ),
        factsMs: Math.min(
          known.factsMs,
          timeOf(() => engine.countMatches(text)),
        ),
      };
    }
  }
}

function timeOf(work: () => void): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}

function hashOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('base64');
}
