import { strict as assert } from 'node:assert';
import { featureContext } from '../../../src/core/context/featureContext.ts';
import { symbolFeatures } from '../../../src/core/context/symbolFeatures.ts';
import type { CodeSymbol } from '../../../src/shared/codeFacts.ts';
import type { CursorFacts, SymbolCandidate } from '../../../src/shared/contextQuery.ts';

const facts: CursorFacts = {
  ...{ path: 'src/Own.kt', languageId: 'kotlin', imports: [], ownNames: ['pump'], supertypes: [] },
  names: [
    {
      ...{ name: 'fill', count: 1, distanceLines: 2, isInSignature: false, recency: 0.9, likeness: 0 },
      qualifier: 'pump',
    },
    { name: 'part', count: 1, distanceLines: 3, isInSignature: false, recency: 0.9, likeness: 0 },
  ],
  variables: [
    { name: 'pump', types: ['Pump'], distanceLines: 0 },
    { name: 'tank', types: ['Tank'], distanceLines: 6 },
  ],
  surroundings: { above: [], below: [] },
};

const featuresOf = (symbol: Partial<CodeSymbol>, receivers: readonly string[] = []) => {
  const candidate: SymbolCandidate = {
    ...{ path: 'src/Other.kt', languageId: 'kotlin', receivers, definitionsOfName: 1, referencingFiles: 1 },
    ...{ similarUse: 0, likeness: 0, reaches: [{ kind: 'member', via: 'Pump' }] },
    symbol: {
      ...{ name: 'run', kind: 'method', signature: 'fun run()', isExported: true, lines: { start: 0, end: 1 } },
      ...symbol,
    },
  };
  return symbolFeatures(candidate, featureContext(facts, [candidate]));
};

describe('features of a candidate', () => {
  it('say how near what it is a member of stands', () => {
    assert.equal(featuresOf({}, ['tank', 'pump']).receiverNear, 1);
    assert.equal(featuresOf({}, ['tank']).receiverNear, 0.5);
    assert.deepEqual([featuresOf({}, ['part']).receiverNear, featuresOf({}, ['part']).resultNear], [0, 6 / 9]);
  });

  it('say whether the document asks it of what it is a member of', () => {
    assert.equal(featuresOf({ name: 'fill', signature: 'fun fill()' }, ['pump']).receiverFits, 1);
    assert.equal(featuresOf({ name: 'fill', signature: 'fun fill()' }, ['tank']).receiverFits, 0);
  });

  it('say whether there is something to give it, and something of the kind that it gives', () => {
    const { argumentNear, outcomeNear } = featuresOf({ signature: 'fun run(pump: Pump): List<Tank>' });
    assert.deepEqual([argumentNear, outcomeNear], [1, 0.5]);
  });

  it('take a macro without parameters for a constant', () => {
    const value = featuresOf({ name: 'SIZE', kind: 'macro', signature: '#define SIZE (4)' });
    assert.deepEqual([value.callable, value.constant], [0, 1]);
    const callable = featuresOf({ name: 'half', kind: 'macro', signature: '#define half(x) ((x) / 2)' });
    assert.deepEqual([callable.callable, callable.constant], [1, 0]);
  });
});
