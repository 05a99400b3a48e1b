import { parseArgs } from 'node:util';
import { UserError } from '../../src/shared/errors.ts';

export const usage = `Usage: npm run window -- IN.gguf OUT.gguf [--window N] [--json]

Writes OUT.gguf, the model IN.gguf with sliding-window attention: each layer looks back at most N tokens.
IN.gguf has the architecture llama, as Llama, Mistral, Code Llama and many others have; of a split model it is the first
part. Without --window, N is what the model was trained with: 4096 for Mistral 7B v0.1 and its fine-tunes.

  --window N   tokens; below the length of the texts that the model was trained on
  --json       progress and result as one JSON object a line
  --help       this text`;

export type Arguments =
  | { readonly kind: 'help' }
  /** What people ask for. */
  | {
      readonly kind: 'create';
      readonly source: string;
      readonly target: string;
      /** `undefined`: what the model was trained with. */
      readonly windowTokens: number | undefined;
      readonly isJson: boolean;
    }
  /** What the engine asks for. */
  | {
      readonly kind: 'import';
      readonly source: string;
      readonly windowTokens: number;
      /** `undefined`: Leeward's folder in the user's cache. */
      readonly cacheDir: string | undefined;
      readonly isJson: true;
    };

/** @throws UserError `inputInvalid`. */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: 'help' };
  const windowTokens = values.window === undefined ? undefined : tokensOf(values.window);
  if (values.import !== undefined) {
    if (windowTokens === undefined || positionals.length > 0) throw wrong('--import takes a model and --window N.');
    return { kind: 'import', source: values.import, windowTokens, cacheDir: values.cache, isJson: true };
  }
  if (values.cache !== undefined) throw wrong('--cache goes with --import only.');
  const [source, target, ...rest] = positionals;
  if (source === undefined || target === undefined || rest.length > 0) {
    throw wrong('It takes two files: the model, and the one to write.');
  }
  return { kind: 'create', source, target, windowTokens, isJson: values.json };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        window: { type: 'string' },
        import: { type: 'string' },
        cache: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw wrong((error as Error).message);
  }
}

function tokensOf(text: string): number {
  const tokens = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(tokens) && tokens > 0) return tokens;
  throw wrong(`--window takes a number of tokens, not "${text}".`);
}

function wrong(sentence: string): UserError {
  return new UserError('inputInvalid', sentence);
}
