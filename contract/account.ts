import { z } from 'zod';
import { SECOND_FACTORS, STAFF_ROLES } from '../server/domain/accounts.ts';
import { READER_KINDS, VERIFIED_KINDS } from '../server/domain/enumerations.ts';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../server/domain/password-rule.ts';
import { STAFF_ACTIONS } from '../server/domain/permissions.ts';
import { ALL_SITES } from '../server/domain/all-sites.ts';
import { TOKEN_SCOPES, type TokenScope } from '../server/domain/token-scopes.ts';
import {
  CommentView,
  Cursor,
  Email,
  GuestEmail,
  Id,
  Limit,
  NextCursor,
  ReaderName,
  ReaderToken,
  SiteIdField,
  ThreadKeyField,
  ThreadView,
  Time,
} from './comment.ts';
import { Assertion } from './passkeys.ts';

export const ReaderView = z
  .object({
    id: Id,
    kind: z.enum(READER_KINDS).meta({ description: 'A guest of one browser, or a member whom the site signed in.' }),
    name: z.string().meta({ description: 'The nickname, as it is shown.' }),
    avatar: z.string().nullable().meta({ description: 'Address of the picture, or null: draw one from the name.' }),
    url: z.string().nullable().meta({ description: 'The person’s own page, or null.' }),
    badge: z.string().nullable().meta({ description: 'A text of the site’s own, or null.' }),
    verified: z.enum(VERIFIED_KINDS).nullable().meta({ description: 'How the person was verified, or null: not.' }),
    terms: z.string().nullable().meta({ description: 'The version of the site’s terms that the reader accepted last, or null.' }),
  })
  .meta({ id: 'Reader' });
export type ReaderView = z.infer<typeof ReaderView>;

export const MeQuery = z.strictObject({ site: SiteIdField, thread: ThreadKeyField.optional() });
export const ChangeMe = z
  .strictObject({
    name: ReaderName.optional(),
    notify: z
      .union([
        z.strictObject({
          mail: z.literal(true).meta({ description: 'Send mail.' }),
          email: Email.meta({ description: 'Where to; its owner is asked to confirm it.' }),
        }),
        z.strictObject({ mail: z.literal(false).meta({ description: 'Send no mail any more.' }) }),
      ])
      .optional()
      .meta({ description: 'Mail when somebody answers.' }),
  })
  .refine(({ name, notify }) => name !== undefined || notify !== undefined)
  .meta({ description: 'At least one of the two.' });
/** What a reader is mailed. */
export const NotifyView = z
  .object({
    mail: z.boolean().meta({ description: 'Has the reader asked for mail when somebody answers?' }),
    confirmed: z.boolean().meta({ description: 'Has the owner of the address confirmed it? Before that nothing else is sent.' }),
  })
  .nullable()
  .meta({ description: 'null: the site does not offer it.' });
export const MyCommentsQuery = z.strictObject({ site: SiteIdField, limit: Limit, cursor: Cursor.optional() });
export const MyCommentsAnswer = z.object({
  comments: z.array(CommentView).meta({ description: 'As their author sees them, newest first.' }),
  threads: z
    .array(ThreadView.pick({ key: true, url: true, title: true }))
    .meta({ description: 'The articles of these comments, each once.' }),
  nextCursor: NextCursor,
});
export const JoinGuest = z
  .union([
    z.strictObject({ readerToken: z.string().min(1).max(200).meta({ description: 'The guest’s, of this browser.' }) }),
    z.strictObject({
      imported: z.literal(true).meta({ description: 'Authors of an import who are this member.' }),
      count: z
        .literal(true)
        .optional()
        .meta({ description: 'Only says how many there are, so that the member can be asked; moves nothing.' }),
    }),
  ])
  .meta({
    description:
      '`readerToken`: the guest’s of this browser. `imported`: authors of an import who have the member’s verified address, or their id where the site says that these are the same.',
  });
export const JoinAnswer = z.object({
  done: z.boolean().meta({
    description:
      'false: there was much, and it goes on in the background; of imported authors 50 go over in one call, and the next one goes on.',
  }),
  guests: z.int().min(0).meta({ description: 'How many guests or imported authors have gone to the member.' }),
});
export const PinComment = z.strictObject({ pinned: z.boolean().meta({ description: 'false takes it down again.' }) });
export const MeAnswer = z.object({
  reader: ReaderView,
  notify: NotifyView,
  votes: z
    .record(z.string(), z.union([z.literal(1), z.literal(-1)]))
    .meta({ description: 'Own votes in the thread by the id of the comment: 1 for, -1 against; no vote, no entry.' }),
  own: z.array(CommentView).meta({ description: 'Own comments whose latest text is not public.' }),
  recent: z
    .array(CommentView)
    .meta({ description: 'Own comments that became public a moment ago: a list from a cache may not have them yet.' }),
});
export type MeAnswer = z.infer<typeof MeAnswer>;

export const MakeGuest = z.strictObject({ site: SiteIdField, name: ReaderName, email: GuestEmail.optional() });
export const ReaderTokenAnswer = z.object({ reader: ReaderView, readerToken: ReaderToken });

export const StaffRoleField = z.enum(STAFF_ROLES).meta({ description: 'What each role may do: docs/permissions.md.' });
export const GrantView = z
  .strictObject({
    role: StaffRoleField,
    site: z
      .union([SiteIdField, z.literal(ALL_SITES)])
      .meta({ description: 'The id of a site, or `*`: all sites, and the service as a whole.' }),
  })
  .meta({ id: 'Grant' });
export const StaffView = z
  .object({
    id: Id,
    email: z.string().meta({ description: 'In lower case; the name to sign in with.' }),
    name: z.string().meta({ description: 'As colleagues and readers see it.' }),
    role: StaffRoleField.meta({ description: 'The most trusted role of the grants; `observer` without any.' }),
    sites: z.array(z.string()).nullable().meta({ description: 'The sites that the grants are for; null = all.' }),
    grants: z.array(GrantView).meta({ description: 'What the person is, and where; at most one for a site and one for all.' }),
  })
  .meta({ id: 'Staff' });
export type StaffView = z.infer<typeof StaffView>;

const Otp = z.string().min(1).max(32).meta({ description: 'Six digits of the app, or a recovery code; each works once.' });
export const SignIn = z.strictObject({
  email: z.string().min(1).max(254).meta({ description: 'In any case of letters.' }),
  password: z.string().min(1).max(1024),
  otp: Otp.optional().meta({ description: 'Where the account has a second factor: a code of the app, or a recovery code.' }),
  passkey: Assertion.optional().meta({ description: 'Instead of a code, where the account has passkeys.' }),
});
export const SessionAnswer = z.object({
  staff: StaffView,
  secondFactors: z
    .array(z.enum(SECOND_FACTORS))
    .meta({ description: 'What is asked for after the password: any of these; none: nothing.' }),
  secondFactorWanted: z
    .boolean()
    .meta({ description: 'The role demands a second factor and there is none yet: nothing else is allowed before one is set up.' }),
  byProvider: z.boolean().meta({ description: 'Does the person prove again who they are at the newsroom’s provider?' }),
  csrfToken: z.string().meta({ description: 'To be sent as `X-CSRF-Token` with every call of the session that changes something.' }),
  permissions: z.record(z.string(), z.array(z.enum(STAFF_ACTIONS))).meta({
    description: 'What this session or token may do, by site; under `*` what holds for every site, for the service and for oneself.',
  }),
});
export type SessionAnswer = z.infer<typeof SessionAnswer>;
const NewPassword = z
  .string()
  .min(1)
  .max(LONGEST_PASSWORD)
  .meta({ description: `At least ${SHORTEST_PASSWORD} characters, and not easy to guess.` });
export const SetUp = z.strictObject({
  token: z.string().min(1).max(200).meta({ description: 'From the link that is printed at start; good for once.' }),
  email: Email,
  name: ReaderName,
  password: NewPassword,
});

/** The most grants of one account. */
const MOST_GRANTS = 500;

export const StaffAccount = z
  .object({
    ...StaffView.shape,
    secondFactor: z.boolean().meta({ description: 'Is a code or a passkey asked for after the password?' }),
    disabled: z.boolean().meta({ description: 'May not sign in; tokens are refused.' }),
    invitedUntil: Time.nullable().meta({ description: 'Until when the link for a password can be used; null without one.' }),
    createdAt: Time,
  })
  .meta({ id: 'StaffAccount' });
export type StaffAccount = z.infer<typeof StaffAccount>;
export const StaffAccountList = z.object({ accounts: z.array(StaffAccount).meta({ description: 'All accounts, disabled ones too.' }) });
const Grants = z
  .array(GrantView)
  .max(MOST_GRANTS)
  .refine((grants) => new Set(grants.map(({ site }) => site)).size === grants.length, { error: 'one grant a site' });
export const InviteStaff = z.strictObject({
  email: Email,
  name: ReaderName.optional().meta({ description: 'The first half of the address when left out.' }),
  grants: Grants.meta({ description: 'What the person will be, and where; at most one for a site.' }),
});
export const Invitation = z.object({
  link: z.string().meta({ description: 'To be given to the person, who sets a password there; shown this once, good for once.' }),
  until: Time.meta({ description: 'Until when it can be used.' }),
});
export const InvitedAccount = z.object({
  account: StaffAccount,
  invitation: Invitation.meta({ description: 'The link by which its owner sets a password.' }),
});
export type InvitedAccount = z.infer<typeof InvitedAccount>;
const InvitationToken = z.string().min(1).max(200).meta({ description: 'From the link.' });
export const FindInvitation = z.strictObject({ token: InvitationToken });
export const InvitationAnswer = z.object({
  email: z.string().meta({ description: 'With what the person will sign in.' }),
  name: z.string().meta({ description: 'As colleagues will see it.' }),
});
export type InvitationAnswer = z.infer<typeof InvitationAnswer>;
export const AcceptInvitation = z.strictObject({
  token: InvitationToken,
  password: NewPassword,
});
export const ChangePassword = z.strictObject({
  current: z.string().min(1).max(LONGEST_PASSWORD).meta({ description: 'The password as it is.' }),
  password: NewPassword,
});
export const ConfirmIdentity = z.strictObject({
  password: z.string().max(LONGEST_PASSWORD).optional(),
  otp: Otp.optional().meta({ description: 'Instead of the password, where the account has codes.' }),
  passkey: Assertion.optional().meta({ description: 'Instead of both, where the account has passkeys.' }),
});
export const OwnSession = z
  .object({
    id: Id,
    createdAt: Time.meta({ description: 'When somebody signed in.' }),
    seenAt: Time.meta({ description: 'When it was last used, to the minute.' }),
    network: z.string().meta({ description: 'The network it was opened from: a /24 or /64.' }),
    browser: z.string().meta({ description: 'The family of the browser; empty when not known.' }),
    isCurrent: z.boolean().meta({ description: 'Is it the session that asks?' }),
  })
  .meta({ id: 'OwnSession' });
export type OwnSession = z.infer<typeof OwnSession>;
export const OwnSessionList = z.object({ sessions: z.array(OwnSession).meta({ description: 'The last seen first.' }) });
export const TotpBegun = z.object({
  secret: z.string().meta({ description: 'In base 32, to be typed into an app.' }),
  uri: z.string().meta({ description: 'The same as an `otpauth:` address.' }),
});
export const TotpCode = z.strictObject({ otp: Otp });
export const RecoveryCodes = z.object({
  recoveryCodes: z.array(z.string()).meta({ description: 'Ten, each good for once instead of a code of the app; shown this once.' }),
});
export const ChangeStaffAccount = z
  .strictObject({
    name: ReaderName.optional(),
    grants: Grants.optional().meta({ description: 'All of the person’s grants, at most one for a site; takes the place of those before.' }),
    was: Grants.optional().meta({
      description:
        'The grants that the change was made on: when they are others by now, nothing is changed and the answer is `stale-revision`.',
    }),
    disabled: z.boolean().optional().meta({ description: 'A disabled account is signed out, and its tokens are refused.' }),
  })
  .meta({ id: 'ChangeStaffAccount' });

export const Scope = z.enum(TOKEN_SCOPES);
export type Scope = TokenScope;
const TokenName = z.string().meta({ description: 'What it is for, for its owner.' });
export const MakeApiToken = z.strictObject({
  name: TokenName.min(1).max(100),
  scopes: z.array(Scope).min(1).max(8).meta({ description: 'What the token may do; never more than its owner.' }),
});
export const ApiTokenView = z.object({
  id: Id,
  name: TokenName,
  scopes: z.array(z.string()).meta({ description: 'What the token may do.' }),
  createdAt: Time,
  usedAt: Time.nullable().meta({ description: 'About when it was last used; null: never.' }),
});
export const ApiTokenMade = z.object({
  ...ApiTokenView.shape,
  token: z.string().meta({ description: 'The token itself, shown this once.' }),
});
export const ApiTokenList = z.object({
  tokens: z.array(ApiTokenView).meta({ description: 'One’s own tokens, without the tokens themselves.' }),
});
