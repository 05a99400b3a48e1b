import assert from 'node:assert/strict';
import { proposeRewrite } from '../../src/core/refactor/proposeRewrite.ts';
import { type Refactoring, refactoringOf } from '../../src/core/refactor/refactoring.ts';
import type { Rewrite, RewritePorts, RewriteRequest } from '../../src/core/refactor/rewriteRequest.ts';
import type { EngineModel } from '../../src/shared/engine.ts';
import { type FakeAnswer, FakeEngine, prefixModel } from './fakeEngine.ts';
import { syntaxOf } from './syntaxOf.ts';

export const chatModel: EngineModel = {
  ...prefixModel,
  name: 'Instruct',
  controlTokens: ['<|endoftext|>', '<|im_start|>', '<|im_end|>'],
  chatTemplate: '<|im_start|>',
};

export interface RewriteScript {
  readonly refactoring: string | Refactoring;
  readonly languageId: string;
  readonly path?: string;
  /** The scope stands between `«` and `»`. */
  readonly marked: string;
  /** One an attempt, without the beginning that the prompt ends with. */
  readonly answers: readonly (string | FakeAnswer)[];
  readonly input?: string;
  readonly model?: EngineModel;
  readonly over?: Partial<RewriteRequest>;
  /** In the place of what the syntax tells. */
  readonly syntaxOf?: RewritePorts['syntaxOf'];
}

export interface RewriteRun {
  readonly rewrite: Rewrite;
  readonly engine: FakeEngine;
  readonly progress: readonly string[];
  readonly text: string;
}

/** Proposes a rewrite whose answers are given. */
export async function runRewrite(script: RewriteScript, signal = new AbortController().signal): Promise<RewriteRun> {
  const { languageId, answers, path = `src/a.${languageId}` } = script;
  const start = script.marked.indexOf('«');
  const end = script.marked.indexOf('»') - 1;
  const text = script.marked.replace(/[«»]/g, '');
  let asked = 0;
  const engine = new FakeEngine(() => answers[asked++] ?? '', script.model ?? chatModel);
  const progress: string[] = [];
  const { refactoring } = script;
  const rewrite = await proposeRewrite(
    {
      engine,
      syntaxOf: script.syntaxOf ?? ((changed) => syntaxOf(languageId, changed)),
      onProgress: (after) => progress.push(after),
    },
    {
      refactoring: typeof refactoring === 'string' ? refactoringOf(refactoring) : refactoring,
      input: script.input ?? '',
      document: { path, languageId, text },
      scope: { start, end },
      problems: [],
      context: [],
      ...script.over,
    },
    signal,
  );
  return { rewrite, engine, progress, text };
}

/** The document that is proposed. */
export function afterOf(rewrite: Rewrite): string {
  assert.equal(rewrite.kind, 'proposed', JSON.stringify(rewrite));
  return rewrite.kind === 'proposed' ? rewrite.after : '';
}

/** A function of Python among others. */
export const pythonScope = `import os

def before():
    return os.sep

«def area(width, height):
    if width < 0:
        raise ValueError("negative")
    return width * height
»
def after():
    return area(2, 3)
`;

/** A method of TypeScript, with carriage returns. */
export const typescriptScope = `import { a } from './a.ts';

export class Pump {
  stop() {
    return a;
  }

«  start(speed: number) {
    if (speed < 1) return this.stop();
    return speed;
  }
»
  size = 1;
}
`.replaceAll('\n', '\r\n');
