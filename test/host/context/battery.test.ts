import { strict as assert } from 'node:assert';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawsFromBattery, isOnBattery, queries } from '../../../src/host/context/battery.ts';

type Supply = Readonly<Record<string, string>>;

const battery = (status: string): Supply => ({ type: 'Battery', status, scope: 'System' });
const mains = (online: string): Supply => ({ type: 'Mains', online });

describe('drawsFromBattery', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-power-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const cases: readonly (readonly [what: string, supplies: readonly Supply[], expected: boolean])[] = [
    ['no supply: a server', [], false],
    ['unplugged', [battery('Discharging'), mains('0')], true],
    ['plugged in and charging', [battery('Charging'), mains('1')], false],
    ['plugged in, and yet the battery loses a little', [battery('Discharging'), mains('1')], false],
    ['powered through USB', [battery('Discharging'), { type: 'USB', online: '1' }], false],
    ['one of two batteries is in use', [battery('Full'), battery('Discharging'), mains('0')], true],
    ['a mouse with a battery', [{ type: 'Battery', status: 'Discharging', scope: 'Device' }], false],
    ['a wireless charger pad that is a device', [battery('Discharging'), { ...mains('1'), scope: 'Device' }], true],
  ];
  for (const [what, supplies, expected] of cases) {
    it(`${expected ? 'yes' : 'no'}: ${what}`, async () => {
      for (const [index, supply] of supplies.entries()) {
        const path = join(folder, `S${index}`);
        await mkdir(path);
        for (const [name, value] of Object.entries(supply)) await writeFile(join(path, name), `${value}\n`);
      }
      assert.equal(await drawsFromBattery(folder), expected);
    });
  }
});

describe('isOnBattery', () => {
  it('reads what macOS and Windows print', () => {
    const answers: readonly (readonly ['darwin' | 'win32', string, boolean])[] = [
      ['darwin', "Now drawing from 'Battery Power'\n -InternalBattery-0\t61%; discharging;", true],
      ['darwin', "Now drawing from 'AC Power'\n -InternalBattery-0\t100%; charged;", false],
      ['darwin', "Now drawing from 'AC Power'\n", false],
      ['win32', '1\r\n', true],
      ['win32', '2\r\n', false],
      ['win32', '2\r\n1\r\n', true],
      ['win32', '11\r\n', false],
      ['win32', '', false],
    ];
    for (const [platform, text, expected] of answers)
      assert.equal(queries[platform]?.onBattery.test(text), expected, JSON.stringify(text));
  });

  it('answers on this machine', async () => assert.equal(typeof (await isOnBattery()), 'boolean'));
});
