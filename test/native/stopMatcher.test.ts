import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { StopMatcher } from '../../native/generation/stopMatcher.ts';

describe('StopMatcher', () => {
  it('hands on the text before a stop string that comes in pieces', () => {
    const matcher = new StopMatcher(['```']);
    assert.deepEqual(matcher.push('a`'), { text: 'a', stopped: false });
    assert.deepEqual(matcher.push('`b'), { text: '``b', stopped: false });
    assert.deepEqual(matcher.push('``'), { text: '', stopped: false });
    assert.deepEqual(matcher.push('`c'), { text: '', stopped: true });
  });

  it('gives back at the end what it held', () => {
    const matcher = new StopMatcher(['</s>']);
    assert.deepEqual(matcher.push('x</'), { text: 'x', stopped: false });
    assert.equal(matcher.flush(), '</');
  });

  it('finds the same end however the text is cut into pieces', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 3 });
    const stop = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.array(stop, { maxLength: 3 }), (pieces, stops) => {
        const whole = pieces.join('');
        const ends = stops.map((one) => whole.indexOf(one)).filter((at) => at >= 0);
        // A stop string is found in the first piece that completes one, so the earliest end wins among those complete.
        const expected = ends.length === 0 ? whole : undefined;
        const matcher = new StopMatcher(stops);
        let text = '';
        let stopped = false;
        for (const one of pieces) {
          const pushed = matcher.push(one);
          text += pushed.text;
          stopped = pushed.stopped;
          if (stopped) break;
        }
        if (!stopped) text += matcher.flush();
        assert.equal(stopped, ends.length > 0);
        if (expected !== undefined) assert.equal(text, expected);
        assert.ok(whole.startsWith(text));
        assert.ok(stops.every((one) => !text.includes(one)));
      }),
    );
  });
});
