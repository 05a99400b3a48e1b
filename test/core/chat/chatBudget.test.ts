import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { chatBudget } from '../../../src/core/chat/chatBudget.ts';

const contextTokens = fc.integer({ min: 512, max: 8_192 });
const systemTokens = fc.integer({ min: 0, max: 200 });
const turns = fc.array(
  fc.record({ questionTokens: fc.integer({ min: 1, max: 1_500 }), answerTokens: fc.integer({ min: 1, max: 1_500 }) }),
  { maxLength: 40 },
);
const questionTokens = fc.integer({ min: 0, max: 1_500 });

describe('chatBudget', () => {
  it('fits where the question fits, and counts each token once', () => {
    fc.assert(
      fc.property(contextTokens, systemTokens, turns, questionTokens, (context, system, all, asked) => {
        const budget = chatBudget({ contextTokens: context, systemTokens: system, turns: all, questionTokens: asked });
        const kept = all
          .slice(budget.droppedTurns)
          .reduce((sum, one) => sum + one.questionTokens + one.answerTokens, 0);
        assert.equal(budget.usedTokens, system + kept + asked);
        assert.equal(budget.reservedTokens, Math.min(1_024, Math.floor(context / 4)));
        assert.equal(budget.fits, asked <= budget.questionRoomTokens);
        if (budget.fits) assert.ok(budget.usedTokens + budget.reservedTokens <= context);
      }),
    );
  });

  it('drops nothing while everything fits', () => {
    fc.assert(
      fc.property(systemTokens, turns, questionTokens, (system, all, asked) => {
        const total = all.reduce((sum, one) => sum + one.questionTokens + one.answerTokens, system + asked);
        const budget = chatBudget({
          contextTokens: total + 1_024 + 4_096,
          systemTokens: system,
          turns: all,
          questionTokens: asked,
        });
        assert.equal(budget.droppedTurns, 0);
        assert.equal(budget.nextDroppedTurns > 0, all.length > 0);
      }),
    );
  });

  it('never takes a dropped turn back, and then drops until half of the room is free', () => {
    fc.assert(
      fc.property(contextTokens, turns, (context, all) => {
        let dropped = 0;
        for (let count = 0; count < all.length; count++) {
          const asked = all[count]?.questionTokens ?? 0;
          const input = { contextTokens: context, systemTokens: 0, turns: all.slice(0, count), questionTokens: asked };
          const budget = chatBudget(input);
          assert.ok(budget.droppedTurns >= dropped);
          if (budget.droppedTurns > dropped) {
            assert.ok(budget.usedTokens - asked <= budget.questionRoomTokens / 2);
            // Only because it had to.
            const whole = all
              .slice(dropped, count)
              .reduce((sum, one) => sum + one.questionTokens + one.answerTokens, 0);
            assert.ok(whole + asked > budget.questionRoomTokens);
          }
          dropped = budget.droppedTurns;
        }
      }),
    );
  });

  it('moves the beginning of a long conversation once in many turns', () => {
    const all = Array.from({ length: 200 }, () => ({ questionTokens: 40, answerTokens: 60 }));
    const starts = all.map((_, count) =>
      chatBudget({ contextTokens: 4_096, systemTokens: 96, turns: all.slice(0, count), questionTokens: 40 }),
    );
    const moves = starts.filter((one, index) => one.droppedTurns !== (starts[index - 1]?.droppedTurns ?? 0)).length;
    // 200 turns of 100 tokens through half a room of 1488.
    assert.ok(moves >= 10 && moves <= 14, `${moves} moves`);
  });
});
