/**
 * Every setting: its default and what it may be. `package.json` tells VS Code the same, and `test/manifest.test.ts`
 * holds the two together.
 */
import * as v from 'valibot';
import type { GpuChoice, SlidingWindow } from './engineProtocol.ts';

export const settingsSection = 'leeward';

/** The settings as the user meant them; whatever was invalid has its default. Deeply frozen. */
export interface Settings {
  readonly enable: boolean;
  readonly model: {
    /** Absolute path of a GGUF file. Empty: the embedded default model. */
    readonly path: string;
    readonly contextSizeTokens: number;
    readonly slidingWindow: SlidingWindow;
  };
  readonly engine: {
    readonly gpu: GpuChoice;
    /** 0: cores - 1. */
    readonly threads: number;
    readonly idleMs: number;
  };
  readonly python: {
    /** A Python with pip. Empty: found on PATH. */
    readonly path: string;
  };
  readonly completion: {
    readonly automatic: boolean;
    readonly multiline: 'auto' | 'always' | 'never';
    /** Completions to cycle through at an explicit trigger. */
    readonly alternatives: number;
    readonly disabledLanguages: readonly string[];
    /** How sure the model must be of a completion that nobody has asked for. */
    readonly eagerness: 'eager' | 'balanced' | 'quiet';
  };
  readonly nextEdit: {
    /** What was edited at one place is proposed at the next. */
    readonly enable: boolean;
  };
  readonly context: {
    /** Prompts know other files of the workspace. */
    readonly enable: boolean;
    /** Tokens for them. `auto`: as many as are evaluated in a few seconds. */
    readonly budgetTokens: 'auto' | number;
  };
  readonly index: {
    readonly onBattery: 'pause' | 'run';
  };
  readonly chat: {
    /** `prompt`: a system text asks for care. `moderation`: the model judges questions and answers. */
    readonly guardrails: 'off' | 'prompt' | 'moderation' | 'both';
  };
  readonly statistics: {
    /** What becomes of completions is counted, on this machine alone. */
    readonly enable: boolean;
  };
}

/** One setting: `schema` decides, `allowed` says the same to people. */
export interface SettingDefinition<T> {
  readonly schema: v.GenericSchema<unknown, T>;
  readonly defaultValue: T;
  readonly allowed: string;
}

/** Keys are as the user writes them, without the section. */
export const settingDefinitions = {
  enable: flag(true),
  'model.path': absolutePath(),
  'model.contextSize': integer(4096, 512, 131_072),
  'model.slidingWindow': choiceOrInteger('auto', ['auto', 'off'], integer(4096, 256, 131_072)),
  'engine.gpu': choice('auto', ['auto', 'cpu', 'cuda', 'metal', 'vulkan']),
  'engine.threads': integer(0, 0, 512),
  'engine.idleSeconds': integer(60, 5, 86_400),
  'python.path': absolutePath(),
  'completion.automatic': flag(true),
  'completion.multiline': choice('auto', ['auto', 'always', 'never']),
  'completion.alternatives': integer(3, 1, 5),
  'completion.disabledLanguages': languageIds(['scminput']),
  'completion.eagerness': choice('balanced', ['eager', 'balanced', 'quiet']),
  'nextEdit.enable': flag(true),
  'context.enable': flag(true),
  'context.budget': choiceOrInteger('auto', ['auto'], integer(1024, 64, 8192)),
  'index.onBattery': choice('pause', ['pause', 'run']),
  'chat.guardrails': choice('off', ['off', 'prompt', 'moderation', 'both']),
  'statistics.enable': flag(true),
};

/**
 * Checks the settings as VS Code has them.
 *
 * @param raw values by key, without the section (`model.path`). An absent or undefined one has its default.
 * @returns the settings, and one sentence for each value that was replaced by its default.
 */
export function parseSettings(raw: Readonly<Record<string, unknown>>): {
  readonly settings: Settings;
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const read = <T>(key: keyof typeof settingDefinitions, definition: SettingDefinition<T>): T => {
    const found = Object.hasOwn(raw, key) ? raw[key] : undefined;
    if (found === undefined) return definition.defaultValue;
    const result = v.safeParse(definition.schema, found);
    if (result.success) return result.output;
    problems.push(describeProblem(key, found, definition));
    return definition.defaultValue;
  };
  const of = settingDefinitions;
  const settings: Settings = {
    enable: read('enable', of.enable),
    model: {
      path: read('model.path', of['model.path']),
      contextSizeTokens: read('model.contextSize', of['model.contextSize']),
      slidingWindow: read('model.slidingWindow', of['model.slidingWindow']),
    },
    engine: {
      gpu: read('engine.gpu', of['engine.gpu']),
      threads: read('engine.threads', of['engine.threads']),
      idleMs: read('engine.idleSeconds', of['engine.idleSeconds']) * 1000,
    },
    python: { path: read('python.path', of['python.path']) },
    completion: {
      automatic: read('completion.automatic', of['completion.automatic']),
      multiline: read('completion.multiline', of['completion.multiline']),
      alternatives: read('completion.alternatives', of['completion.alternatives']),
      disabledLanguages: [...read('completion.disabledLanguages', of['completion.disabledLanguages'])],
      eagerness: read('completion.eagerness', of['completion.eagerness']),
    },
    nextEdit: { enable: read('nextEdit.enable', of['nextEdit.enable']) },
    context: {
      enable: read('context.enable', of['context.enable']),
      budgetTokens: read('context.budget', of['context.budget']),
    },
    index: { onBattery: read('index.onBattery', of['index.onBattery']) },
    chat: { guardrails: read('chat.guardrails', of['chat.guardrails']) },
    statistics: { enable: read('statistics.enable', of['statistics.enable']) },
  };
  return { settings: deepFreeze(settings), problems };
}

function describeProblem<T>(key: string, found: unknown, { allowed, defaultValue }: SettingDefinition<T>): string {
  const shown = JSON.stringify(found) ?? String(found);
  const short = shown.length > 80 ? `${shown.slice(0, 77)}...` : shown;
  const fallback = JSON.stringify(defaultValue);
  return `The setting ${settingsSection}.${key} is ${short}, but must be ${allowed}; its default ${fallback} is used instead.`;
}

function flag(defaultValue: boolean): SettingDefinition<boolean> {
  return { schema: v.boolean(), defaultValue, allowed: 'true or false' };
}

function integer(defaultValue: number, minimum: number, maximum: number): SettingDefinition<number> {
  return {
    schema: v.pipe(v.number(), v.integer(), v.minValue(minimum), v.maxValue(maximum)),
    defaultValue,
    allowed: `a whole number from ${minimum} to ${maximum}`,
  };
}

function choiceOrInteger<const T extends string>(
  defaultValue: NoInfer<T>,
  options: readonly T[],
  tokens: SettingDefinition<number>,
): SettingDefinition<T | number> {
  const names = options.map((option) => JSON.stringify(option)).join(', ');
  return {
    schema: v.union([v.picklist(options), tokens.schema]),
    defaultValue,
    allowed: `${names} or ${tokens.allowed}`,
  };
}

function choice<const T extends string>(defaultValue: NoInfer<T>, options: readonly T[]): SettingDefinition<T> {
  return {
    schema: v.picklist(options),
    defaultValue,
    allowed: `one of ${options.map((option) => JSON.stringify(option)).join(', ')}`,
  };
}

/** POSIX, drive letter or UNC: relative ones are refused, since two windows would mean two files by them. */
function absolutePath(): SettingDefinition<string> {
  return {
    schema: v.pipe(v.string(), v.regex(/^$|^\/|^[A-Za-z]:[\\/]|^\\\\/)),
    defaultValue: '',
    allowed: 'an absolute path, or empty',
  };
}

function languageIds(defaultValue: readonly string[]): SettingDefinition<readonly string[]> {
  return { schema: v.array(v.string()), defaultValue, allowed: 'a list of language identifiers' };
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
