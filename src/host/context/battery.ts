import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Whether this machine runs on its battery now. What cannot be found out counts as no. */
export async function isOnBattery(): Promise<boolean> {
  try {
    if (process.platform === 'linux') return await drawsFromBattery('/sys/class/power_supply');
    const query = queries[process.platform];
    if (query === undefined) return false;
    const { stdout } = await run(query.file, query.args, { timeout: queryMs, windowsHide: true });
    return query.onBattery.test(stdout);
  } catch {
    return false;
  }
}

/**
 * Linux. A mains supply that is online decides, since a battery may be discharged a little under load though one is there;
 * a supply of scope `Device` belongs to a mouse or the like.
 *
 * @param folder one folder a supply, with a file an attribute, as the kernel's `sysfs-class-power` says.
 */
export async function drawsFromBattery(folder: string): Promise<boolean> {
  const supplies = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const read = (attribute: string) => readFile(join(folder, name, attribute), 'utf8').catch(() => '');
      const [type, online, status, scope] = await Promise.all(['type', 'online', 'status', 'scope'].map(read));
      return { type: type?.trim(), isOnline: online?.trim() === '1', status: status?.trim(), scope: scope?.trim() };
    }),
  );
  const own = supplies.filter(({ scope }) => scope !== 'Device');
  if (own.some(({ type, isOnline }) => type !== 'Battery' && isOnline)) return false;
  return own.some(({ type, status }) => type === 'Battery' && status === 'Discharging');
}

interface PowerQuery {
  readonly file: string;
  readonly args: readonly string[];
  /** Of what it prints. */
  readonly onBattery: RegExp;
}

export const queries: { readonly [platform in NodeJS.Platform]?: PowerQuery } = {
  darwin: { file: '/usr/bin/pmset', args: ['-g', 'batt'], onBattery: /drawing from 'Battery Power'/ },
  win32: {
    file: 'powershell.exe',
    args: ['-NoProfile', '-NonInteractive', '-Command', '(Get-CimInstance Win32_Battery).BatteryStatus'],
    // 1: discharging; 4 and 5: so, and low or critical. A machine without a battery prints nothing.
    onBattery: /^\s*[145]\s*$/m,
  },
};

const queryMs = 5_000;
const run = promisify(execFile);
