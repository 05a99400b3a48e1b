import assert from 'node:assert/strict';
import { insertedText } from '../../../../src/core/chat/blocks/insertedText.ts';

describe('insertedText', () => {
  it('takes the indentation of the line that it goes to', () => {
    assert.equal(insertedText('if (a) {\n  b();\n}\n', '    ', ''), 'if (a) {\n      b();\n    }');
    assert.equal(insertedText('a();\nb();\n', '\t\treturn ', ';'), 'a();\n\t\tb();');
  });

  it('loses the indentation that it has itself', () => {
    assert.equal(insertedText('    a();\n\n      b();\n', '  ', ''), 'a();\n\n    b();');
    assert.equal(insertedText('\ta();\n  b();\n', '', 'x'), '\ta();\n  b();');
  });

  it('ends with a line end only where it has a line of its own', () => {
    assert.equal(insertedText('a();\n', '', ''), 'a();\n');
    assert.equal(insertedText('a();\n', 'x = ', ''), 'a();');
    assert.equal(insertedText('a();\n\n\n', '', 'b'), 'a();');
  });
});
