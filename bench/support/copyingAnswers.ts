import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** A prompt with an answer as somebody might want it, whatever the model would say. */
export interface ScriptedAnswer {
  readonly name: string;
  readonly copies: boolean;
  readonly prompt: string;
  /** Absent: what the model writes. */
  readonly answer?: string;
}

/**
 * What refactorings make of code, by rule; and text that does not stand in its prompt.
 *
 * @param scale 1: answers of 50 to 300 lines.
 */
export async function scriptedAnswers(scale: number): Promise<readonly ScriptedAnswer[]> {
  const [python, rust, go, tsx, c] = await Promise.all([
    sample('python/parser.py'),
    sample('rust/lexer.rs'),
    sample('go/queue.go'),
    sample('typescriptreact/Form.tsx.txt'),
    sample('c/buffer.c'),
  ]);
  const prose = await readFile(resolve(repository, 'ARCHITECTURE.md'), 'utf8');
  const cut = (text: string, lines: number) => firstLines(text, Math.round(scale * lines));
  const long = cut(`${rust}\n${go}\n${c}`, 300);
  return [
    copy('unchanged', cut(python, 50), (code) => code),
    copy('a name changed', cut(rust, 100), (code) => code.replaceAll(/\bself\b/g, 'this')),
    copy('functions documented', cut(go, 100), document),
    copy('each ninth line taken out', cut(tsx, 100), thinOut),
    copy('a name changed', long, (code) => code.replaceAll(/\bsize\b/g, 'byteCount')),
    copy('all lines indented', cut(c, 50), indent),
    copy('put into a class', cut(python, 100), (code) => `class Parser:\n${indent(code)}`),
    copy('put into a function', cut(tsx, 100), (code) => `export function page() {\n${indent(code, '  ')}\n}`),
    copy('taken out of a block', indent(cut(c, 50)), (code) => code.replaceAll(/^ {4}/gm, '')),
    { name: 'what the model writes', copies: true, prompt: ask(cut(python, 50)) + cut(python, 10) },
    { name: 'other code', copies: false, prompt: ask(cut(rust, 60)), answer: cut(python, 60) },
    { name: 'prose', copies: false, prompt: ask(cut(go, 60)), answer: cut(prose, 40) },
  ];
}

const repository = resolve(import.meta.dirname, '..', '..');

async function sample(name: string): Promise<string> {
  return await readFile(resolve(repository, 'test', 'fixtures', 'syntax', name), 'utf8');
}

function firstLines(text: string, count: number): string {
  return text.split('\n').slice(0, count).join('\n');
}

function copy(name: string, code: string, edit: (code: string) => string): ScriptedAnswer {
  const lines = code.split('\n').length;
  return { name: `${name}, ${lines} lines`, copies: true, prompt: ask(code), answer: `${edit(code)}\n\`\`\`` };
}

function ask(code: string): string {
  return `Rewrite this code.\n\`\`\`\n${code}\n\`\`\`\n\nThe rewritten code:\n\`\`\`\n`;
}

function document(code: string): string {
  return code.replaceAll(
    /^func (?:\(.*?\) )?(\w+)/gm,
    '// $1 does what its name says, and tells its caller when it could not.\n$&',
  );
}

function thinOut(code: string): string {
  const lines = code.split('\n');
  return lines.filter((_, index) => index % 9 !== 5).join('\n');
}

function indent(code: string, by = '    '): string {
  return code.replaceAll(/^(?=.)/gm, by);
}
