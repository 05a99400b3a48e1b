import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseWorkspaceRefactoring } from '../../../src/core/refactor/workspaceRefactoring.ts';

const path = '.leeward/refactorings/logger.md';
const whole = `---
name: Use Our Logger
description: Writes to the log.
kind: quickfix
scope: function
input: required
exports: change
keeps: oldParts
---
Use the log. {{input}}
`;

function problemOf(text: string): string {
  const parsed = parseWorkspaceRefactoring(path, text);
  return parsed.kind === 'problem' ? parsed.problem : assert.fail('no problem');
}

describe('A refactoring of the workspace', () => {
  it('says all that a row of the table has', () => {
    assert.deepEqual(parseWorkspaceRefactoring(path, whole.replaceAll('\n', '\r\n')), {
      kind: 'refactoring',
      refactoring: {
        id: 'logger',
        title: 'Use Our Logger',
        sentence: 'Writes to the log.',
        kind: 'quickfix',
        action: 'rewrite',
        scope: 'function',
        prompt: 'Use the log. {{input}}',
        input: 'required',
        mayChangeExports: true,
        keeps: 'oldParts',
      },
    });
  });

  it('needs nothing but its prompt', () => {
    const parsed = parseWorkspaceRefactoring(path, 'Use the log.\n');
    assert.ok(parsed.kind === 'refactoring');
    const { title, kind, scope, input, mayChangeExports, keeps } = parsed.refactoring;
    assert.deepEqual([title, kind, scope, input], ['logger', 'refactor.rewrite', 'selection', 'none']);
    assert.deepEqual([mayChangeExports, keeps], [false, 'nothing']);
  });

  const bad: readonly (readonly [text: string, problem: RegExp])[] = [
    ['---\nname: a\n', /no second one/],
    ['---\nmentions: changes\n---\nx', /no "mentions"\. There are name, description, kind, /],
    ['---\nscope: galaxy\n---\nx', /"scope" can't be "galaxy"\. It can be selection, /],
    ['---\nname: simplify\n---\nx', /of Leeward/],
    [`---\nname: ${'x'.repeat(61)}\n---\nx`, /61 characters/],
    ['Do {{what}}', /\{\{what\}\}/],
    ['  ', /says nothing/],
  ];
  for (const [text, problem] of bad) {
    it(`says what is wrong with ${JSON.stringify(text.slice(0, 40))}`, () => {
      assert.match(problemOf(text), problem);
      assert.ok(problemOf(text).startsWith(`${path}: `));
    });
  }

  it('never throws', () => {
    const line = fc.constantFrom(
      '---',
      'name: a',
      'kind: rewrite',
      'scope:',
      'keeps: code',
      ':',
      '{{input}}',
      'text',
      '',
    );
    fc.assert(
      fc.property(fc.array(line), fc.string(), (lines, name) => {
        const parsed = parseWorkspaceRefactoring(name, lines.join('\n'));
        assert.ok(parsed.kind === 'problem' || parsed.refactoring.prompt !== '');
      }),
    );
  });
});
