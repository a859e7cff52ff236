import { randomUUID } from 'node:crypto';
import type { ImportState } from '../../server/domain/enumerations.ts';
import type { StaffAction } from '../../server/domain/permissions.ts';

/** What there is of a site for the calls to name. */
export interface Named {
  site: string;
  comment: string;
  /** A comment that readers see. */
  published: string;
  thread: string;
  job: string;
  /** Makes an import of the site that is in a state; gives its id. */
  madeImport: (state: ImportState) => Promise<string>;
  /** Makes what the caller has answered there as themselves; gives its id. */
  answer: () => Promise<string>;
  /** Makes a guest of the site; gives its id. */
  reader: () => Promise<string>;
  /** Makes a ban of the site; gives its id. */
  ban: () => Promise<string>;
  /** Makes a webhook of the site; gives its id. */
  webhook: () => Promise<string>;
  /** Makes a delivery to a webhook of the site; gives its id. */
  delivery: () => Promise<string>;
  /** Makes an API token of the caller's, or of somebody else's; gives its id. */
  token: () => Promise<string>;
  /** Somebody's account that is not the caller's. */
  account: string;
  /** Makes an account that may be removed; gives its id. */
  removable: () => Promise<string>;
}

export interface Asked {
  id?: string;
  /** Further names in the path. */
  names?: Readonly<Record<string, string>>;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A row as it is expected, and a call of it that succeeds for those who may. */
export interface Line {
  action: StaffAction;
  /**
   * What the call is about. `site`: one, and on another it is answered 404. `sites`: those of the caller; what is on others
   * is left out. `service` and `self`: no site.
   */
  about: 'site' | 'sites' | 'service' | 'self';
  ask: (named: Named) => Asked | Promise<Asked>;
}

const line = (action: StaffAction, about: Line['about'], ask: Line['ask'] = () => ({})): Line => ({ action, about, ask });

const inQuery = ({ site }: Named): Asked => ({ query: { site } });
const inPath = ({ site }: Named): Asked => ({ id: site });
const ids = ({ comment }: Named): Asked => ({ body: { ids: [comment] } });

/** Something of the form of a device's answer that answers nothing. */
const noPasskey = (field: string): object => ({
  ...{ id: 'AAAA', rawId: 'AAAA', type: 'public-key' },
  response: { clientDataJSON: 'AAAA', [field]: 'AAAA' },
});

/** Every row of staff: a row that is added has its line here, or the test that counts them fails. */
export const LINES: { readonly [row: string]: Line } = {
  listWebhooks: line('webhook.manage', 'site', inPath),
  makeWebhook: line('webhook.manage', 'site', ({ site }) => ({ id: site, body: { url: 'https://receiver.example/in' } })),
  changeWebhook: line('webhook.manage', 'site', async ({ site, webhook }) => ({
    id: site,
    names: { webhook: await webhook() },
    body: { name: '改' },
  })),
  removeWebhook: line('webhook.manage', 'site', async ({ site, webhook }) => ({ id: site, names: { webhook: await webhook() } })),
  testWebhook: line('webhook.manage', 'site', async ({ site, webhook }) => ({ id: site, names: { webhook: await webhook() } })),
  listDeliveries: line('webhook.manage', 'site', inPath),
  resendDelivery: line('webhook.manage', 'site', async ({ site, delivery }) => ({ id: site, names: { delivery: await delivery() } })),
  resendParked: line('webhook.manage', 'site', async ({ site, webhook }) => ({ id: site, body: { webhook: await webhook() } })),
  whoAmI: line('session.own', 'self'),
  signOut: line('session.own', 'self'),
  listTokens: line('token.manage', 'self'),
  makeToken: line('token.manage', 'self', () => ({ body: { name: '程序', scopes: ['staff'] } })),
  deleteToken: line('token.manage', 'self', async ({ token }) => ({ id: await token() })),
  changePassword: line('account.own', 'self', () => ({ body: { current: 'not the password', password: 'a walk along the river' } })),
  listSessions: line('account.own', 'self'),
  endOtherSessions: line('account.own', 'self'),
  endSession: line('account.own', 'self', () => ({ id: 'another' })),
  confirmIdentity: line('account.own', 'self', () => ({ body: { password: 'not the password' } })),
  makeCommentToken: line('moderation.decide', 'site', ({ site }) => ({ body: { site } })),
  listCommentTokens: line('account.own', 'self'),
  endCommentToken: line('account.own', 'self', () => ({ id: 'another' })),
  answerAsStaff: line('moderation.decide', 'site', ({ site, published }) => ({
    body: { site, parentId: published, body: `谢谢，已经转给作者 ${randomUUID()}` },
    headers: { 'idempotency-key': randomUUID() },
  })),
  removeStaffAnswer: line('moderation.decide', 'site', async ({ site, answer }) => ({ id: await answer(), query: { site } })),
  beginTotp: line('account.own', 'self'),
  confirmTotp: line('account.own', 'self', () => ({ body: { otp: '000000' } })),
  removeTotp: line('account.own', 'self', () => ({ body: { otp: '000000' } })),
  listPasskeys: line('account.own', 'self'),
  beginPasskey: line('account.own', 'self'),
  addPasskey: line('account.own', 'self', () => ({ body: { name: '笔记本', credential: noPasskey('attestationObject') } })),
  removePasskey: line('account.own', 'self', () => ({ id: 'another' })),
  beginConfirmByPasskey: line('account.own', 'self'),
  listAccounts: line('staff.manage', 'service'),
  inviteStaff: line('staff.manage', 'service', () => ({ body: { email: `${randomUUID()}@example.com`, grants: [] } })),
  resetAccount: line('staff.manage', 'service', ({ account }) => ({ id: account })),
  removeAccount: line('staff.manage', 'service', ({ removable }) => removable().then((id) => ({ id }))),
  changeAccount: line('staff.manage', 'service', ({ account }) => ({ id: account, body: { name: '编辑' } })),
  listQueue: line('moderation.read', 'sites', inQuery),
  queueStats: line('moderation.read', 'sites', inQuery),
  claimCases: line('moderation.decide', 'sites', ids),
  renewClaims: line('moderation.decide', 'sites', ids),
  releaseClaims: line('moderation.decide', 'sites', ids),
  // A revision that never was: nothing is decided.
  decide: line('moderation.decide', 'sites', ({ comment }) => ({ body: { items: [{ id: comment, revision: 999 }], action: 'approve' } })),
  tryText: line('moderation.read', 'site', ({ site }) => ({ body: { site, body: '河边的步道' } })),
  searchComments: line('moderation.read', 'sites', inQuery),
  listAudit: line('audit.read', 'sites', inQuery),
  // As JSON, which the other answers are too.
  exportReader: line('reader.export', 'site', async ({ reader }) => ({
    id: await reader(),
    query: { reason: '本人来信', format: 'json' },
  })),
  exportEvidence: line('evidence.export', 'site', ({ site }) => ({ body: { site, reason: '来函要求', to: '2000-01-01' } })),
  eraseReader: line('reader.erase', 'site', async ({ reader }) => ({
    id: await reader(),
    body: { comments: 'anonymous', reason: '本人来信' },
  })),
  listBans: line('moderation.read', 'site', inQuery),
  makeBan: line('ban.change', 'site', ({ site }) => ({ body: { site, kind: 'name', value: `代购${randomUUID()}` } })),
  liftBan: line('ban.change', 'site', async ({ site, ban }) => ({ id: await ban(), query: { site } })),
  listSites: line('site.read', 'sites'),
  makeSite: line('site.create', 'service', () => ({ body: { id: `s-${randomUUID()}`, name: '新站', origins: [], type: 'blog' } })),
  findSite: line('site.read', 'site', inPath),
  listPresets: line('site.read', 'site', inPath),
  changeSite: line('site.change', 'site', (named) => ({ ...inPath(named), body: { name: '改名' } })),
  listWords: line('words.read', 'site', inPath),
  dryRunWords: line('words.read', 'site', (named) => ({ ...inPath(named), body: { entries: [] } })),
  listWordVersions: line('words.read', 'site', inPath),
  saveWords: line('words.change', 'site', (named) => ({ ...inPath(named), body: { entries: [] }, headers: { 'if-match': '*' } })),
  startRecheck: line('words.change', 'site', inPath),
  findJob: line('site.read', 'site', ({ job }) => ({ id: job })),
  listJobs: line('site.read', 'site', inQuery),
  listLearners: line('site.read', 'site', inPath),
  refusedTokens: line('site.read', 'site', inPath),
  // As JSON, which the other answers are too.
  exportSite: line('transfer.export', 'site', ({ site }) => ({ query: { site, format: 'comentario' } })),
  startImport: line('transfer.import', 'site', (named) => ({ ...inQuery(named), body: '{"format":"liangju","version":1}' })),
  listImports: line('transfer.import', 'site', inQuery),
  findImport: line('transfer.import', 'site', async ({ madeImport }) => ({ id: await madeImport('ready') })),
  importReport: line('transfer.import', 'site', async ({ madeImport }) => ({ id: await madeImport('ready') })),
  runImport: line('transfer.import', 'site', async ({ madeImport }) => ({ id: await madeImport('ready') })),
  discardImport: line('transfer.import', 'site', async ({ madeImport }) => ({ id: await madeImport('ready') })),
  undoImport: line('transfer.import', 'site', async ({ madeImport }) => ({ id: await madeImport('done') })),
  // Nothing is merged into a thread that never was.
  mergeThread: line('thread.change', 'site', ({ thread }) => ({ id: thread, body: { into: thread } })),
  listThreads: line('moderation.read', 'site', inQuery),
  changeThread: line('thread.pace', 'site', ({ thread }) => ({ id: thread, body: { closed: false } })),
};
