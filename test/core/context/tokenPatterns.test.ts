import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { findTokens, tokenPatterns } from '../../../src/core/context/tokenPatterns.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const hex = `${digits}abcdef`;
const capitals = lower.toUpperCase() + digits;
const word = lower + capitals;
const base64 = `${word}+/`;
const url = `${word}-_`;

/**
 * What those who give out secrets say of their form: a text of its own for each, and in braces how many letters of which
 * alphabet. `«` and `»` are around the secret where more than it is matched.
 */
const forms: readonly string[] = [
  ...['AKIA{16C}', 'ASIA{16C}', 'ABIA{16C}', 'ACCA{16C}', 'AIza{35u}', 'ya29.{60u}', 'GOCSPX-{28u}'],
  ...['AccountKey=«{86b}==»', 'SharedAccessKey=«{43b}=»', '?sv=1&sig=«{43w}%3D»', '{3w}7Q~{34u}', 'dop_v1_{64h}'],
  ...['doo_v1_{64h}', 'dapi{32h}', 'hvs.{90u}', 'hvb.{120u}', '{14w}.atlasv1.{67u}', 'dp.pt.{43w}', 'dp.st.dev.{43w}'],
  ...['fo1_{43u}', 'ghp_{36w}', 'gho_{36w}', 'ghu_{36w}', 'ghs_{36w}', 'ghr_{36w}', 'github_pat_{22w}_{59w}'],
  ...[
    'glpat-{20u}',
    'gloas-{64h}',
    'gldt-{20u}',
    'glrt-{20u}',
    'glcbt-{20u}',
    'glptt-{40h}',
    'glft-{20u}',
    'glimt-{25w}',
  ],
  ...['glagent-{50u}', 'glsoat-{20u}', 'glffct-{20u}', 'ATATT3{180u}', 'npm_{36w}', 'pypi-AgEIcHlwaS5vcmc{140u}'],
  ...['rubygems_{48h}', 'dckr_pat_{27u}', 'sk-ant-api03-{93u}', 'sk-proj-{48u}', 'sk-svcacct-{100u}', 'sk-{48w}'],
  ...[
    'hf_{34w}',
    'gsk_{52w}',
    'xai-{80w}',
    'r8_{37w}',
    'xoxb-{11d}-{12d}-{24w}',
    'xoxp-{11d}-{32h}',
    'xapp-1-A{10C}-{64h}',
  ],
  ...['https://hooks.slack.com/services/«T{8C}/B{8C}/{24w}»', 'https://discord.com/api/webhooks/«{18d}/{68u}»'],
  ...[
    '{9d}:AA{33u}',
    'sk_live_{24w}',
    'rk_live_{24w}',
    'sk_test_{24w}',
    'whsec_{32w}',
    'sq0csp-{43u}',
    'SG.{22u}.{43u}',
  ],
  ...['SK{32h}', 'key-{32h}', 'shpat_{32h}', 'shpss_{32h}', 'lin_api_{40w}', 'ntn_{46w}', 'PMAK-{24h}-{34h}'],
  ...['glsa_{32w}_{8h}', 'glc_{60b}=', 'NRAK-{27C}', 'sntrys_{80b}=', 'figd_{40u}', 'sbp_{40h}', 'pscale_pw_{43u}'],
  ...['AGE-SECRET-KEY-1{58C}', 'eyJ{30u}.eyJ{60u}.{43u}', 'Authorization: Bearer «{10d}{30w}»'],
  ...['Authorization: Token «{40h}»', 'X-Api-Key «{32h}»', 'curl -u me:«{8w}!{2d}»', 'curl --user "me:«{8w}!{2d}»'],
  ...['Authorization: Basic «{10d}{14b}==»', 'postgres://app:«{10w}»@db:5432/app', 'https://me:«{4w}@{4w}»@host'],
];
const alphabets: Readonly<Record<string, string>> = { C: capitals, u: url, b: base64, w: word, h: hex, d: digits };

/** Texts of that form, whose secret is marked. */
function arbitraryOf(form: string): fc.Arbitrary<string> {
  const parts = form.split(/(?<=\})|(?=\{)/).map((part) => {
    const [, length, letter] = /^\{(\d+)(\w)\}$/.exec(part) ?? [];
    if (letter === undefined) return fc.constant(part);
    const unit = fc.constantFrom(...(alphabets[letter] ?? ''));
    return fc.string({ unit, minLength: Number(length), maxLength: Number(length) });
  });
  const marked = form.includes('«') ? form : undefined;
  return fc.tuple(...parts).map((texts) => (marked === undefined ? `«${texts.join('')}»` : texts.join('')));
}

describe('tokenPatterns', () => {
  for (const form of forms) {
    it(`finds ${form}`, () => {
      fc.assert(
        fc.property(arbitraryOf(form), fc.constantFrom(`"`, "'", ' ', '\n', ''), (marked, quote) => {
          // What a bearer has looks as if drawn by chance, which a few of the texts do not.
          const text = `a${quote === '' ? ' ' : quote}${marked.replace(/[«»]/g, '')}${quote}`;
          const secret = /«(.*)»/s.exec(marked)?.[1] ?? '';
          const found = findTokens(text).some(({ start, end }) => text.slice(start, end) === secret);
          fc.pre(found || !form.startsWith('Authorization'));
          assert.ok(found, text);
        }),
        { numRuns: 30 },
      );
    });
  }

  it('has no pattern that none of these forms needs', () => {
    const texts = forms.flatMap((form) => fc.sample(arbitraryOf(form), { numRuns: 3, seed: 1 }));
    for (const row of tokenPatterns) {
      const claimed = texts.filter((marked) => marked.replace(/[«»]/g, '').match(row.pattern));
      const others = tokenPatterns.filter((other) => other !== row);
      const alone = claimed.filter(
        (marked) => !others.some(({ pattern }) => marked.replace(/[«»]/g, '').match(pattern)),
      );
      assert.ok(alone.length > 0, `${row.kind}: ${row.pattern}`);
    }
  });

  it('has in each match what it looks for first', () => {
    for (const form of forms) {
      for (const marked of fc.sample(arbitraryOf(form), { numRuns: 3, seed: 2 })) {
        const text = marked.replace(/[«»]/g, '');
        for (const { hint, pattern } of tokenPatterns) assert.ok(!text.match(pattern) || text.includes(hint), text);
      }
    }
  });

  it('looks for each of them where several begin in one another', () => {
    const key = 'A1B2C3D4E5F6G7H8';
    assert.equal(findTokens(`ASIAKIA${key} `).length, 1);
    assert.equal(findTokens(`"sk-ant-${key}${key}" "sk-${key}${key}"`).length, 2);
  });
});
