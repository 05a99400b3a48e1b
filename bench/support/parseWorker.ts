import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { syntaxLanguages } from '../../syntaxes/languages.ts';
import { factsQuery, nativeEngine, type SyntaxEngine, wasmEngine } from '../../test/support/syntaxEngines.ts';

/** Of all files once. */
export interface ParseTimes {
  readonly parseMs: number;
  /** Parsing, and all queries in one. */
  readonly factsMs: number;
}

export interface ParseSummary {
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
  round(): Promise<ParseTimes> {
    return this.#ask('round') as Promise<ParseTimes>;
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
  process.on('message', (message: 'round' | 'end') => send(message === 'round' ? parseAll(engine, texts) : sum()));
  const sum = (): ParseSummary => ({
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

/** Less is over before it can be measured. */
const leastCharacters = 500_000;

function parseAll(engine: SyntaxEngine, texts: readonly string[]): ParseTimes {
  const length = texts.reduce((total, text) => total + text.length, 0);
  const repeats = Math.ceil(leastCharacters / length);
  const times = [(text: string) => engine.isSound(text), (text: string) => engine.countMatches(text)].map((run) => {
    const start = performance.now();
    for (let repeat = 0; repeat < repeats; repeat++) for (const text of texts) run(text);
    return (performance.now() - start) / repeats;
  });
  return { parseMs: times[0] ?? Number.NaN, factsMs: times[1] ?? Number.NaN };
}

function hashOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('base64');
}
