import { strict as assert } from 'node:assert';
import { factsOf, importsOf, symbolsOf } from '../../support/sourceFacts.ts';

describe('facts of shell scripts', () => {
  it('has functions, and variables that are set outside of them', async () => {
    const text = `#!/bin/bash
readonly VERSION="1.0"
declare -A SIZES=([a]=1)
export PATH="$PATH:/x" LEVEL=1
DEFAULT=\${DEFAULT:-/tmp}
FILES=(a b)
FILES+=(c)
if [ -n "$CI" ]; then QUIET=1; else QUIET=; fi
TEMPORARY=1 make
# Says it.
log() { echo "$@" >&2; }
function usage {
  local name=$1
  GLOBAL=3
}
sub() (cd x)
`;
    assert.deepEqual(await symbolsOf('shellscript', text), [
      '+ constant VERSION | readonly VERSION="1.0"',
      '+ variable SIZES | declare -A SIZES=([a]=1)',
      '+ variable PATH | export PATH="$PATH:/x"',
      '+ variable LEVEL | export LEVEL=1',
      '+ variable DEFAULT | DEFAULT=${DEFAULT:-/tmp}',
      '+ variable FILES | FILES=(a b)',
      '+ variable QUIET | QUIET=1',
      '+ function log | log()',
      '+ function usage | function usage',
      '+ function sub | sub()',
    ]);
  });

  it('has the files that it sources', async () => {
    const text = `source "$(dirname "$0")/lib/log.sh"
. ./common.sh
. 'x y.sh'
source \${ROOT}/env.sh || exit
source "$FILE"
echo source
`;
    assert.deepEqual(await importsOf('shellscript', text), [
      '/lib/log.sh (*)',
      './common.sh (*)',
      'x y.sh (*)',
      '/env.sh (*)',
    ]);
  });

  it('has the commands and variables that it uses', async () => {
    const { references } = await factsOf(
      'shellscript',
      'f() {\n  local a=$1\n  log "$a" $LEVEL\n  for x in b; do log $x; done\n}\n',
    );
    const counts = Object.fromEntries(references.map(({ name, count }) => [name, count]));
    assert.equal(counts['log'], 2);
    assert.equal(counts['LEVEL'], 1);
    assert.equal(counts['a'], 1);
  });
});
