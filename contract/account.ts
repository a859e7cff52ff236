import { z } from 'zod';
import { LONGEST_PASSWORD } from '../server/domain/password-rule.ts';
import { CommentView, Email, Id, ReaderName, SiteIdField, ThreadKeyField, Time } from './comment.ts';

export const ReaderView = z.object({ id: Id, kind: z.enum(['guest', 'member']), name: z.string() }).meta({ id: 'Reader' });
export type ReaderView = z.infer<typeof ReaderView>;

export const MeQuery = z.strictObject({ site: SiteIdField, thread: ThreadKeyField });
export const MeAnswer = z.object({
  reader: ReaderView,
  votes: z.record(z.string(), z.union([z.literal(1), z.literal(-1)])),
  own: z.array(CommentView).meta({ description: 'Own comments whose latest text is not public.' }),
  recent: z
    .array(CommentView)
    .meta({ description: 'Own comments that became public a moment ago: a list from a cache may not have them yet.' }),
});
export type MeAnswer = z.infer<typeof MeAnswer>;

export const MakeGuest = z.strictObject({ site: SiteIdField, name: ReaderName, email: Email.or(z.literal('')).optional() });
export const ReaderTokenAnswer = z.object({ reader: ReaderView, readerToken: z.string() });

export const StaffRoleField = z.enum(['moderator', 'administrator']);
export const StaffView = z
  .object({
    id: Id,
    email: z.string(),
    name: z.string(),
    role: StaffRoleField,
    sites: z.array(z.string()).nullable().meta({ description: 'null = all sites.' }),
  })
  .meta({ id: 'Staff' });
export type StaffView = z.infer<typeof StaffView>;

export const SignIn = z.strictObject({
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(1024),
  otp: z.string().max(16).optional(),
});
export const SessionAnswer = z.object({ staff: StaffView, csrfToken: z.string() });
export type SessionAnswer = z.infer<typeof SessionAnswer>;
export const SetUp = z.strictObject({
  token: z.string().min(1).max(200),
  email: Email,
  name: ReaderName,
  password: z.string().min(1).max(LONGEST_PASSWORD).meta({ description: 'At least 10 characters, and not easy to guess.' }),
});

export const Scope = z.enum(['moderate', 'sites', 'staff', 'read']);
export type Scope = z.infer<typeof Scope>;
export const MakeApiToken = z.strictObject({ name: z.string().min(1).max(100), scopes: z.array(Scope).min(1).max(8) });
export const ApiTokenView = z.object({ id: Id, name: z.string(), scopes: z.array(z.string()), createdAt: Time, usedAt: Time.nullable() });
export const ApiTokenMade = z.object({ ...ApiTokenView.shape, token: z.string() });
export const ApiTokenList = z.object({ tokens: z.array(ApiTokenView) });
