import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { chooseTurn, countTurn, type Seat, type Urgency } from '../../native/scheduling/chooseTurn.ts';

const seat = (urgency: Urgency, over: Partial<Seat> = {}): Seat => ({
  urgency,
  passedOver: 0,
  delays: 0,
  hasFirstToken: false,
  lastTurn: 0,
  ...over,
});

/** Gives `turns` turns among `seats`, which all want one all the time. */
function run(seats: readonly Seat[], turns: number): Seat[] {
  return Array.from({ length: turns }, (_, index) => {
    const chosen = chooseTurn(seats);
    countTurn(
      chosen,
      seats.filter((other) => other !== chosen),
      index + 1,
    );
    return chosen;
  });
}

describe('chooseTurn', () => {
  it('lets a completion go before a chat, and that before work in the background', () => {
    const [background, chat, completion] = [seat(0), seat(1), seat(2)];
    assert.equal(chooseTurn([background, chat, completion]), completion);
    assert.equal(chooseTurn([background, chat]), chat);
  });

  it('gives equals their turns in turn', () => {
    const [one, two] = [seat(2), seat(2)];
    assert.deepEqual(run([one, two], 4), [one, two, one, two]);
  });

  it('gives a chat its turn now and then while a completion is written', () => {
    const [chat, completion] = [seat(1), seat(2, { hasFirstToken: true })];
    const turns = run([chat, completion], 90);
    assert.equal(turns.filter((turn) => turn === chat).length, 10);
  });

  it('lets nothing but one turn delay a first token', () => {
    const [chat, completion] = [seat(1, { passedOver: 100 }), seat(2)];
    const turns = run([chat, completion], 50);
    assert.equal(turns.filter((turn) => turn === chat).length, 1);
  });

  it('lets a chat move on while one completion after the other is cancelled before its first token', () => {
    const chat = seat(1);
    let chatTurns = 0;
    for (let keystroke = 0; keystroke < 100; keystroke++) {
      // The chat's turn may run when the completion arrives, which then waits no further time.
      chatTurns += run([chat, seat(2)], 4).filter((turn) => turn === chat).length;
    }
    assert.ok(chatTurns >= 25, `${chatTurns} turns`);
  });

  it('starves nobody and delays no first token by more than one turn, whoever asks', () => {
    const urgency = fc.constantFrom<Urgency>(0, 1, 2);
    const arbitrary = fc.array(fc.record({ urgency, hasFirstToken: fc.boolean() }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(arbitrary, (asked) => {
        const seats = asked.map((over) => seat(over.urgency, { hasFirstToken: over.hasFirstToken }));
        const isStream = seats.every(({ hasFirstToken }) => hasFirstToken);
        const turns = run(seats, 33 * 9 * seats.length);
        for (const one of seats) {
          assert.ok(one.delays <= 1);
          if (isStream) assert.ok(turns.includes(one), 'has had a turn');
        }
      }),
    );
  });
});
