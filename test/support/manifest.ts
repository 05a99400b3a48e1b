import { readFileSync } from 'node:fs';

/** What the tests look at in `package.json`. */
export interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly icon: string;
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: boolean | 'limited';
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus?: Readonly<
      Record<string, readonly { readonly command?: string; readonly submenu?: string; readonly when?: string }[]>
    >;
    readonly submenus?: readonly { readonly id: string }[];
    readonly keybindings?: readonly {
      readonly command: string;
      readonly key: string;
      readonly mac?: string;
      readonly when?: string;
    }[];
    readonly chatParticipants: readonly {
      readonly commands: readonly { readonly name: string; readonly description: string }[];
    }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, ManifestSetting>> }[];
  };
}

export interface ManifestSetting {
  readonly type: string;
  readonly default: unknown;
  readonly scope: string;
  readonly markdownDescription: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
}

export function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}

export function settingsOf(manifest: Manifest): Readonly<Record<string, ManifestSetting>> {
  return Object.assign({}, ...manifest.contributes.configuration.map(({ properties }) => properties));
}

/** The rows of a Markdown table whose first cell is a setting: `| \`leeward.x\` | \`default\` | ... |`. */
export function settingRows(markdown: string): ReadonlyMap<string, string> {
  const rows = markdown.matchAll(/^\|\s*`(leeward\.[\w.]+)`\s*\|\s*`([^|]*)`\s*\|/gm);
  return new Map([...rows].map(([, setting = '', defaultValue = '']) => [setting, defaultValue]));
}
