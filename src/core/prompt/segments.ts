import type { PromptSegment } from '../../shared/engine.ts';

/** One control token. */
export function controlSegment(text: string): PromptSegment {
  return { kind: 'control', text };
}

/** What belongs to the prompt's format, and its models know as ordinary tokens. */
export function formatSegment(text: string): PromptSegment {
  return { kind: 'format', text };
}

/** Text of a file or a user; nothing where it is empty. */
export function textSegments(text: string): readonly PromptSegment[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}

/** The prompt as a person reads it, control tokens spelled out. */
export function promptText(segments: readonly PromptSegment[]): string {
  return segments.map(({ text }) => text).join('');
}
