import assert from 'node:assert/strict';
import { testPlace } from '../../../src/core/refactor/testPaths.ts';

describe('The tests of a file', () => {
  const existing: readonly [path: string, tests: readonly string[], expected: string][] = [
    ['src/pump.ts', ['src/pump.test.ts', 'test/other.test.ts'], 'src/pump.test.ts'],
    ['src/a/pump.ts', ['test/pump.test.ts', 'test/a/pump.test.ts'], 'test/a/pump.test.ts'],
    ['app/pump.py', ['tests/test_pump.py'], 'tests/test_pump.py'],
    ['pump.go', ['pump_test.go'], 'pump_test.go'],
    ['main/Pump.java', ['test/PumpTest.java'], 'test/PumpTest.java'],
    ['lib/pump.rb', ['spec/pump_spec.rb'], 'spec/pump_spec.rb'],
    ['lib/pump.js', ['test/pump.js'], 'test/pump.js'],
    ['app/utils.py', ['tests/utils.py', 'tests/test_utils.py'], 'tests/test_utils.py'],
    ['lib/index.js', ['test/app.js', 'test/index.js'], 'test/index.js'],
    ['examples/pump/src/pump.ts', ['examples/pump/test/pump.test.ts'], 'examples/pump/test/pump.test.ts'],
  ];
  for (const [path, tests, expected] of existing) {
    it(`of ${path} are in ${expected}`, () => {
      assert.deepEqual(testPlace(path, tests), { kind: 'existing', path: expected });
    });
  }

  const made: readonly [path: string, tests: readonly string[], expected: string][] = [
    ['src/pump.ts', [], 'src/pump.test.ts'],
    ['src/pump.ts', ['src/valve.spec.ts'], 'src/pump.spec.ts'],
    ['src/a/pump.ts', ['src/b/valve.test.ts'], 'src/a/pump.test.ts'],
    ['src/pump.ts', ['test/valve.test.ts'], 'test/pump.test.ts'],
    ['src/pump.py', ['test/valve.test.ts'], 'src/test_pump.py'],
    ['app/pump.py', ['tests/test_valve.py'], 'tests/test_pump.py'],
    ['pump.go', [], 'pump_test.go'],
    ['pump.ts', ['test/valve.test.tsx'], 'pump.test.ts'],
    ['a/src/pump.ts', ['b/src/pump.test.ts'], 'a/src/pump.test.ts'],
    // What merely lies beside tests is no model of one.
    ['app/pump.py', ['tests/__init__.py', 'tests/conftest.py', 'tests/test_valve.py'], 'tests/test_pump.py'],
    ['app/pump.py', ['tests/__init__.py', 'tests/conftest.py'], 'app/test_pump.py'],
    ['app/__init__.py', ['tests/__init__.py', 'tests/test_valve.py'], 'tests/test___init__.py'],
    ['src/setup.ts', ['test/setup.ts', 'test/valve.test.ts'], 'test/setup.test.ts'],
    ['src/pump.ts', ['examples/demo.ts', 'benchmarks/demo.test.ts'], 'src/pump.test.ts'],
    ['src/pump.ts', ['test/setup.ts', 'test/global.d.ts', 'test/valve.test.ts'], 'test/pump.test.ts'],
    ['src/pump.ts', ['test/aSupport.ts', 'test/valve.test.ts'], 'test/pump.test.ts'],
    ['src/pump.ts', ['test/fixtures/sample.ts', 'test/valve.test.ts'], 'test/pump.test.ts'],
    ['src/pump.ts', ['src/fixtures/a.test.ts', 'test/valve.test.ts'], 'test/pump.test.ts'],
    ['lib/pump.js', ['vendor/lib/test/a.test.js', 'test/valve.test.js'], 'test/pump.test.js'],
    ['lib/pump.rb', ['test/test_helper.rb', 'spec/spec_helper.rb', 'spec/valve_spec.rb'], 'spec/pump_spec.rb'],
    ['lib/pump.js', ['test/valve.js', 'test/support/env.js'], 'test/pump.js'],
  ];
  for (const [path, tests, expected] of made) {
    it(`of ${path} become ${expected}${tests.length === 0 ? '' : `, beside ${tests}`}`, () => {
      assert.deepEqual(testPlace(path, tests), { kind: 'new', path: expected });
    });
  }
});
