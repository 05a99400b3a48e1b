/**
 * Secrets that are known by their form: whoever gives them out has said what they begin with, so that they can be found.
 *
 * A pattern ends with the secret, which is its group where it has one, and otherwise all of it. It begins with a text that
 * is written out, and every repetition in it has an upper bound: then the time for a text grows as its length does,
 * whatever stands in it.
 */
import type { FoundSecret } from './foundSecret.ts';
import { isBareSecret } from './likelySecrets.ts';
import { isPlaceholder } from './secretValues.ts';

export interface TokenPattern {
  readonly kind: string;
  /** In every match or right before it: without it in the text there is nothing to look for. */
  readonly hint: string;
  readonly pattern: RegExp;
  /** Whether a match is one, where its form alone does not tell. */
  readonly isSecret?: (match: string) => boolean;
}

/** All secrets of these forms in `text`, in no order, maybe one over another. */
export function findTokens(text: string): readonly FoundSecret[] {
  const hints = hintsIn(text);
  return tokenPatterns
    .filter(({ hint }) => hints.has(hint))
    .flatMap(({ kind, pattern, isSecret }) => {
      return [...text.matchAll(pattern)].flatMap(({ 0: whole, 1: value = whole, index }) => {
        const end = index + whole.length;
        return isSecret?.(value) === false ? [] : { start: end - value.length, end, kind, isContinued: false };
      });
    });
}

export const tokenPatterns: readonly TokenPattern[] = [
  // Clouds.
  ...['AKIA', 'ASIA', 'ABIA', 'ACCA'].map((hint) => row('AWS key', hint, `${hint}[A-Z0-9]{16}(?![A-Za-z0-9])`)),
  row('Google API key', 'AIza', 'AIza[\\w-]{35}'),
  row('Google access token', 'ya29.', 'ya29\\.[\\w-]{20,500}'),
  row('Google client secret', 'GOCSPX-', 'GOCSPX-[\\w-]{28}'),
  row('Azure storage key', 'AccountKey=', 'AccountKey=([A-Za-z0-9+/]{40,100}={0,2})'),
  row('Azure shared key', 'SharedAccessKey=', 'SharedAccessKey=([A-Za-z0-9+/]{40,100}={0,2})'),
  row('Azure signature', 'sig=', '[?&;]sig=([A-Za-z0-9%+/]{40,100}={0,2})'),
  row('Azure client secret', 'Q~', '(?<![\\w~.-])[\\w~.-]{3}\\dQ~[\\w~.-]{31,34}'),
  row('DigitalOcean token', '_v1_', 'do[opr]_v1_[a-f0-9]{64}'),
  row('Databricks token', 'dapi', 'dapi[a-f0-9]{32}'),
  row('Vault token', 'hvs.', 'hvs\\.[\\w-]{24,300}'),
  row('Vault token', 'hvb.', 'hvb\\.[\\w-]{24,300}'),
  row('Terraform token', '.atlasv1.', '[A-Za-z0-9]{14}\\.atlasv1\\.[\\w-]{60,80}'),
  row('Doppler token', 'dp.', '(?<![\\w.])dp\\.(?:ct|pt|st|sa|scim|audit)\\.[\\w.-]{40,100}'),
  row('Fly token', 'fo1_', 'fo1_[\\w-]{43}'),

  // Code hosts and package registries.
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((hint) => row('GitHub token', hint, `${hint}[A-Za-z0-9]{36,255}`)),
  row('GitHub token', 'github_pat_', 'github_pat_\\w{22,255}'),
  ...['pat', 'oas', 'dt', 'rt', 'cbt', 'ptt', 'ft', 'imt', 'agent', 'soat', 'ffct'].map((kind) =>
    row('GitLab token', `gl${kind}-`, `(?<![A-Za-z0-9])gl${kind}-[\\w.-]{20,300}`),
  ),
  row('Bitbucket or Jira token', 'ATATT3', 'ATATT3[\\w=-]{60,300}'),
  row('npm token', 'npm_', 'npm_[A-Za-z0-9]{36}'),
  row('PyPI token', 'pypi-Ag', 'pypi-Ag[\\w-]{50,500}'),
  row('RubyGems token', 'rubygems_', 'rubygems_[a-f0-9]{48}'),
  row('Docker token', 'dckr_pat_', 'dckr_pat_[\\w-]{20,60}'),

  // Models.
  row('Anthropic key', 'sk-ant-', 'sk-ant-[\\w-]{20,300}'),
  row('OpenAI key', 'sk-', '(?<![\\w-])sk-(?:(?:proj|svcacct|admin|or)-[\\w-]{20,300}|[A-Za-z0-9]{32,100})'),
  row('Hugging Face token', 'hf_', '(?<![A-Za-z0-9])hf_[A-Za-z0-9]{34}'),
  row('Groq key', 'gsk_', 'gsk_[A-Za-z0-9]{40,80}'),
  row('xAI key', 'xai-', '(?<![\\w-])xai-[A-Za-z0-9]{60,100}'),
  row('Replicate token', 'r8_', '(?<![A-Za-z0-9])r8_[A-Za-z0-9]{37}'),

  // Messages, mail and money.
  row('Slack token', 'xox', 'xox[abeoprs]-[A-Za-z0-9-]{10,300}'),
  row('Slack token', 'xapp-', 'xapp-\\d-[A-Za-z0-9-]{20,300}'),
  row('Slack address', 'hooks.slack.com/', 'hooks\\.slack\\.com/\\w{4,20}/([\\w+/-]{20,200})'),
  row('Discord address', '/api/webhooks/', '/api/webhooks/(\\d{15,22}/[\\w-]{40,100})'),
  row('Telegram token', ':AA', '(?<!\\d)\\d{8,10}:AA[\\w-]{33}'),
  row('Stripe key', 'k_live_', '[prs]k_live_[A-Za-z0-9]{10,250}'),
  row('Stripe key', 'k_test_', '[rs]k_test_[A-Za-z0-9]{10,250}'),
  row('webhook secret', 'whsec_', 'whsec_[A-Za-z0-9+/]{24,100}={0,2}'),
  row('Square token', 'sq0', 'sq0[a-z]{3}-[\\w-]{22,60}'),
  row('SendGrid key', 'SG.', '(?<![\\w.])SG\\.[\\w-]{16,32}\\.[\\w-]{16,64}'),
  row('Twilio key', 'SK', '(?<![A-Za-z0-9])SK[a-f0-9]{32}(?![A-Za-z0-9])'),
  row('Mailgun key', 'key-', '(?<![A-Za-z0-9])key-[a-f0-9]{32}'),
  row('Shopify token', 'shp', 'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}'),

  // Other services.
  row('Linear key', 'lin_api_', 'lin_api_[A-Za-z0-9]{40}'),
  row('Notion token', 'ntn_', 'ntn_[A-Za-z0-9]{40,60}'),
  row('Postman key', 'PMAK-', 'PMAK-[a-f0-9]{24}-[a-f0-9]{34}'),
  row('Grafana token', 'glsa_', 'glsa_[A-Za-z0-9]{32}_[a-fA-F0-9]{8}'),
  row('Grafana token', 'glc_', 'glc_[A-Za-z0-9+/]{32,400}={0,2}'),
  row('New Relic key', 'NRAK-', 'NRAK-[A-Z0-9]{27}'),
  row('Sentry token', 'sntrys_', 'sntrys_[\\w+/=.-]{40,400}'),
  row('Figma token', 'figd_', 'figd_[\\w-]{40,60}'),
  row('Supabase token', 'sbp_', 'sbp_[a-f0-9]{40}'),
  row('PlanetScale token', 'pscale_', 'pscale_(?:tkn|pw|oauth)_[\\w.=-]{32,64}'),
  row('age key', 'AGE-SECRET-KEY-1', 'AGE-SECRET-KEY-1[A-Z0-9]{58}'),

  // Whoever gives them out.
  row('JSON web token', 'eyJ', '(?<![\\w-])eyJ[\\w-]{10,4000}\\.eyJ[\\w-]{10,4000}(?:\\.[\\w-]{10,4000})?'),
  row('bearer token', 'earer ', '\\b[Bb]earer ([\\w.=+/~-]{16,500})', isToken),
  row('authorization token', 'oken ', '\\b[Tt]oken ([\\w.=+/-]{20,300})', isToken),
  row('API key', 'ey ', '\\b[Aa]pi[-_]?[Kk]ey ([\\w.=+/-]{16,300})', isToken),
  ...['-u ', '--user '].map((hint) =>
    row('login', hint, `(?<![\\w-])${hint}["']?[^\\s:"'\`]{1,100}:([^\\s"'\`]{6,200})`, isPassword),
  ),
  row('basic authorization', 'asic ', '\\b[Bb]asic ([A-Za-z0-9+/]{12,300}={0,2})', isToken),
  row(
    'password in an address',
    '://',
    '://[^\\s:@/\'"<>]{0,100}:([^\\s/\'"`<>]{1,200})(?=@)',
    (password) => !isPlaceholder(password),
  ),
];

const allHints = [...new Set(tokenPatterns.map(({ hint }) => hint))].sort((a, b) => b.length - a.length);
const anyHint = new RegExp(allHints.map((hint) => hint.replace(/[.\\/]/g, '\\$&')).join('|'), 'g');

/** One walk through the text finds them all: looking for each by itself takes three times as long. */
function hintsIn(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  anyHint.lastIndex = 0;
  for (let match = anyHint.exec(text); match !== null; match = anyHint.exec(text)) {
    found.add(match[0]);
    // The next one may begin inside of this one.
    anyHint.lastIndex = match.index + 1;
  }
  // A longer one hides those that it begins with.
  return new Set(allHints.filter((hint) => [...found].some((longer) => longer.startsWith(hint))));
}

function row(kind: string, hint: string, source: string, isSecret?: (match: string) => boolean): TokenPattern {
  return { kind, hint, pattern: new RegExp(source, 'g'), ...(isSecret && { isSecret }) };
}

function isToken(match: string): boolean {
  return isBareSecret(match, 'key');
}

function isPassword(match: string): boolean {
  return isBareSecret(match, 'password');
}
