import type { FailMode, ReviewerKind } from '../../server/domain/enumerations.ts';
import type { ReviewerFields, ReviewerSettings } from '../../server/domain/reviewer-settings.ts';
import { SECRET_MASK } from '../../contract/secret-mask.ts';

/** Of which comments a reviewer is asked: all, those in doubt, or a share. */
export const WHENS = ['always', 'review', 'sample'] as const;

/** A reviewer as far as it is filled in: every field of every kind, whether its kind has it or not. */
export interface ReviewerDraft {
  /** Stays the same while the id is being written. */
  key: string;
  kind: ReviewerKind;
  id: string;
  when: (typeof WHENS)[number];
  sample: number;
  canBlock: boolean;
  failMode: FailMode;
  timeoutMs: number;
  dailyQuota: number | null;
  fields: ReviewerFields;
  url: string;
  /** The mask stands for the stored one. */
  secret: string;
  /** Is there a stored one? */
  isStored: boolean;
  feedback: boolean;
  blog: string;
  region: string;
  service: string;
  keyId: string;
  bizType: string;
  model: string;
  rules: string;
}

/** Fields that are a line of text and not of every kind. */
export type OwnField = 'blog' | 'region' | 'service' | 'keyId' | 'bizType' | 'model' | 'rules';
export const OWN_FIELDS: Readonly<Record<ReviewerKind, readonly OwnField[]>> = {
  webhook: [],
  akismet: ['blog'],
  aliyun: ['region', 'service', 'keyId'],
  tencent: ['region', 'keyId', 'bizType'],
  chat: ['model', 'rules'],
};
export const hasFeedback = (kind: ReviewerKind): boolean => kind === 'webhook' || kind === 'akismet';

const NOTHING: ReviewerFields = {
  name: false,
  context: false,
  ip: false,
  userAgent: false,
  emailHash: false,
  readerId: false,
  history: false,
};
const USUAL_URL: Readonly<Record<ReviewerKind, string>> = {
  webhook: '',
  akismet: 'https://rest.akismet.com',
  aliyun: '',
  tencent: 'https://tms.tencentcloudapi.com',
  chat: '',
};
const USUAL_REGION: Partial<Record<ReviewerKind, string>> = { aliyun: 'cn-shanghai', tencent: 'ap-guangzhou' };

let made = 0;

/** A new reviewer of a kind: only the text would be sent to it. */
export function newReviewer(kind: ReviewerKind, taken: readonly string[]): ReviewerDraft {
  let id: string = kind;
  for (let n = 2; taken.includes(id); n++) id = `${kind}-${n}`;
  return {
    key: `new ${++made}`,
    kind,
    id,
    when: 'always',
    sample: 10,
    canBlock: false,
    failMode: 'hold',
    timeoutMs: kind === 'chat' ? 5000 : 2000,
    dailyQuota: null,
    fields: { ...NOTHING },
    url: USUAL_URL[kind],
    secret: '',
    isStored: false,
    feedback: false,
    blog: '',
    region: USUAL_REGION[kind] ?? '',
    service: kind === 'aliyun' ? 'comment_detection_pro' : '',
    keyId: '',
    bizType: '',
    model: '',
    rules: '',
  };
}

/** A reviewer as it is stored, to be changed; its secret is masked. */
export function draftOfReviewer(reviewer: ReviewerSettings): ReviewerDraft {
  const { when, ...rest } = reviewer;
  const asked = typeof when === 'string' ? { when, sample: 10 } : { when: 'sample' as const, sample: when.sample };
  const empty = newReviewer(reviewer.kind, []);
  return {
    ...empty,
    ...rest,
    url: rest.url ?? '',
    bizType: 'bizType' in rest ? (rest.bizType ?? '') : '',
    ...asked,
    key: reviewer.id,
    isStored: true,
  };
}

/** A draft as it is sent: with the fields of its kind alone. */
export function reviewerOf(draft: ReviewerDraft): ReviewerSettings {
  const { kind, when, sample, feedback, keyId, region, blog, service, bizType, model, rules } = draft;
  const { canBlock, failMode, timeoutMs, dailyQuota, fields } = draft;
  const url = draft.url.trim();
  const secret = draft.secret === SECRET_MASK ? SECRET_MASK : draft.secret.trim();
  const common = {
    id: draft.id.trim(),
    when: when === 'sample' ? { sample } : when,
    canBlock,
    failMode,
    timeoutMs,
    dailyQuota,
    fields,
    secret,
  };
  switch (kind) {
    case 'webhook':
      return { kind, ...common, url, feedback };
    case 'akismet':
      return { kind, ...common, url, blog: blog.trim(), feedback };
    case 'aliyun':
      return { kind, ...common, region: region.trim(), service: service.trim(), keyId: keyId.trim(), ...(url === '' ? {} : { url }) };
    case 'tencent':
      return {
        kind,
        ...common,
        url,
        region: region.trim(),
        keyId: keyId.trim(),
        ...(bizType.trim() === '' ? {} : { bizType: bizType.trim() }),
      };
    case 'chat':
      return { kind, ...common, url, model: model.trim(), rules: rules.trim() };
  }
}

/** A field with a fault, of the reviewer at an index. */
export interface ReviewerFault {
  index: number;
  field: string;
}

/** Faults that show before the settings are sent: equal ids, and the address that Akismet needs. */
export function faultsBefore(drafts: readonly ReviewerDraft[]): ReviewerFault[] {
  return drafts.flatMap(({ id, kind, fields }, index) => [
    ...(drafts.findIndex((one) => one.id.trim() === id.trim()) < index ? [{ index, field: 'sameId' }] : []),
    ...(kind === 'akismet' && !fields.ip ? [{ index, field: 'ip' }] : []),
  ]);
}

/** What the service found wrong. A masked secret that it does not take has to be typed again. */
export function faultsOf(errors: readonly { path: string }[], drafts: readonly ReviewerDraft[]): ReviewerFault[] {
  return errors.flatMap(({ path }) => {
    const [list, place = '', name = '', inner] = path.split('.');
    const index = Number.parseInt(place, 10);
    if (list !== 'reviewers' || Number.isNaN(index)) return [];
    const field = name === 'fields' || name === 'when' ? (inner ?? name) : name;
    const isMoved = field === 'secret' && drafts[index]?.secret === SECRET_MASK;
    return [{ index, field: isMoved ? 'secretMoved' : field }];
  });
}
