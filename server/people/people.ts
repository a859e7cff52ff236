import { Problem } from '../domain/problem.ts';
import type { TokenScope } from '../domain/token-scopes.ts';
import type { SignedInReader, TokenHolder } from '../domain/members.ts';
import type { Id, Reader, Site, SiteId } from '../domain/types.ts';
import type { PasskeyCreation, PasskeyRequest } from '../../contract/passkeys.ts';
import { type ApiToken, hasSecondFactor, type OwnSession, type Passkey, secondFactorsOf, type Staff } from '../domain/accounts.ts';
import { createApiToken, deleteApiToken, listApiTokens } from './api-tokens.ts';
import type { AccountActor, GuestDeps, StaffDeps } from './deps.ts';
import { type ComposedGuest, composeGuest, holderOf, identifyReader, keepGuest, makeGuest, renameReader } from './guest.ts';
import { hashToken } from './reader-tokens.ts';
import { identifyStaff } from './identify-staff.ts';
import { KNOWN_NETWORK_FOR, signInOrigin } from './sign-in-limits.ts';
import { acceptInvitation, findInvitation, type Invited, inviteStaff, removeAccount, resetAccount } from './invitations.ts';
import { makeFirstAdministrator, needsSetUp, setUp } from './set-up.ts';
import {
  askedIn,
  changePassword,
  confirmIdentity,
  endOwnSessions,
  listSessions,
  mustConfirm,
  removeOwnPasskey,
  removeOwnTotp,
} from './own-account.ts';
import { addPasskey, beginPasskey, beginProof } from './passkeys.ts';
import { LOAD_TEST_COST, PASSWORD_COST } from './password.ts';
import { beginTotp, confirmTotp } from './second-factor.ts';
import { type AccountChange, changeAccount, listAccounts } from './staff-accounts.ts';
import { confirmByProvider, signInByProvider, type GroupRule, type ProvedPerson } from './staff-by-provider.ts';
import { type CommentToken, commentsAs, endCommentTokens, isInForce, listCommentTokens, makeCommentToken } from './staff-reader.ts';
import { openSession, type PasskeyTry, type Place, type SignedIn, signIn, signInByPasskey, signOut, type StaffActor } from './staff.ts';

/** The use cases of accounts and guests with what they need already given. What they give and throw stands at each function. */
export interface People {
  makeGuest(guest: Parameters<typeof makeGuest>[1]): Promise<{ reader: Reader; readerToken: string }>;
  composeGuest(guest: Parameters<typeof composeGuest>[1]): Promise<ComposedGuest>;
  keepGuest(guest: ComposedGuest): Promise<Reader>;
  identifyReader(siteId: SiteId, bearer: string): Promise<SignedInReader>;
  /** Whom a reader's token stands for, of whichever site; null for none. */
  holderOf(bearer: string): Promise<TokenHolder | null>;
  /** Lets a page of the site comment as this person. */
  makeCommentToken(actor: StaffActor, site: Pick<Site, 'id'>, requestId: string): Promise<{ reader: Reader; readerToken: string }>;
  listCommentTokens(actor: StaffActor): Promise<CommentToken[]>;
  endCommentToken(actor: StaffActor, id: string): Promise<void>;
  /** As whom the person comments on the site. */
  commentsAs(actor: StaffActor, site: Pick<Site, 'id'>): Promise<Reader>;
  renameReader(reader: Reader, name: string): Promise<Reader>;
  /** Ends a reader's token. */
  endReaderToken(bearer: string): Promise<void>;
  identifyStaff(proof: Parameters<typeof identifyStaff>[1]): Promise<StaffActor | null>;
  signIn(input: Parameters<typeof signIn>[1]): Promise<SignedIn>;
  signInByPasskey(input: Parameters<typeof signInByPasskey>[1]): Promise<SignedIn>;
  /** @param at the browser, and the network that it asks from. @throws Problem `too-many-sign-ins`. */
  beginSignInByPasskey(at: PasskeyTry & { network: string }): Promise<PasskeyRequest>;
  /** Signs in whom the newsroom's provider has proved. @throws StaffRefused. */
  signInByProvider(rules: readonly GroupRule[], person: ProvedPerson, from: Place & { requestId: string | null }): Promise<SignedIn>;
  /** @throws StaffRefused. */
  confirmByProvider(person: Pick<ProvedPerson, 'subject'>, asked: { staffId: Id; sessionHash: string }): Promise<void>;
  signOut(actor: StaffActor): Promise<void>;
  needsSetUp(): Promise<boolean>;
  /** Makes the first administrator by the set-up link and signs them in. The link cannot be guessed: tries are not counted. */
  setUp(input: Parameters<typeof setUp>[1] & Place): Promise<SignedIn>;
  makeFirstAdministrator(input: { email: string; password: string }): Promise<Staff | null>;
  listApiTokens(actor: StaffActor): Promise<ApiToken[]>;
  makeApiToken(
    actor: StaffActor,
    input: { name: string; scopes: TokenScope[] },
    requestId?: string | null,
  ): Promise<{ apiToken: ApiToken; token: string }>;
  deleteApiToken(actor: StaffActor, id: Id, requestId?: string | null): Promise<boolean>;
  listAccounts(): Promise<Staff[]>;
  inviteStaff(
    actor: StaffActor,
    input: Parameters<typeof inviteStaff>[2],
    knowsSite: (siteId: SiteId) => Promise<boolean>,
    requestId?: string | null,
  ): Promise<Invited>;
  resetAccount(actor: StaffActor, id: Id, requestId?: string | null): Promise<Invited>;
  removeAccount(actor: StaffActor, id: Id, requestId?: string | null): Promise<Staff>;
  findInvitation(token: string): Promise<Staff>;
  /** Sets the password by the link of an invitation and signs in. The link cannot be guessed: tries are not counted. */
  acceptInvitation(input: Parameters<typeof acceptInvitation>[1] & Place): Promise<SignedIn>;
  changeAccount(
    actor: StaffActor,
    id: Id,
    change: AccountChange,
    knowsSite: (siteId: SiteId) => Promise<boolean>,
    requestId?: string | null,
  ): Promise<Staff>;
  changePassword(actor: StaffActor, place: Place, input: { current: string; password: string }, requestId?: string | null): Promise<void>;
  listSessions(actor: StaffActor): Promise<OwnSession[]>;
  /** @param id null: all but the one that asks. */
  endSessions(actor: StaffActor, id: string | null, requestId?: string | null): Promise<void>;
  confirmIdentity(
    actor: StaffActor,
    place: Place & { origin: string },
    proof: Parameters<typeof confirmIdentity>[3],
    requestId?: string | null,
  ): Promise<void>;
  /** @param origin the service's own. */
  beginConfirmByPasskey(actor: StaffActor, origin: string): Promise<PasskeyRequest>;
  beginPasskey(actor: StaffActor, origin: string): Promise<PasskeyCreation>;
  addPasskey(actor: StaffActor, origin: string, made: Parameters<typeof addPasskey>[4], requestId?: string | null): Promise<Passkey>;
  removePasskey(actor: StaffActor, id: string, requestId?: string | null): Promise<void>;
  /** @throws Problem `confirm-identity` when the person has to prove again who they are. */
  wantConfirmed(actor: StaffActor): void;
  beginTotp(actor: StaffActor, requestId?: string | null): Promise<{ secret: string; uri: string }>;
  confirmTotp(actor: StaffActor, code: string, requestId?: string | null): Promise<string[]>;
  /** @throws Problem `wrong-code`. */
  removeTotp(actor: StaffActor, place: Place, code: string, requestId?: string | null): Promise<void>;
}

/** Gives the use cases what they need. */
export function createPeople(given: GuestDeps & StaffDeps): People {
  const deps = { passwordCost: given.limitsOn ? PASSWORD_COST : LOAD_TEST_COST, ...given };
  const actorOf = ({ staff }: StaffActor, requestId: string | null = null): AccountActor => ({ id: staff.id, name: staff.name, requestId });
  async function holder(bearer: string): Promise<TokenHolder | null> {
    const found = await holderOf(deps, bearer);
    return found !== null && (await isInForce(deps, found)) ? found : null;
  }
  async function noteNetwork(email: string, from: string): Promise<void> {
    const { account, network } = signInOrigin(deps.secret, email, from);
    await deps.store.accounts.noteNetwork(account, network, deps.now() + KNOWN_NETWORK_FOR);
  }
  return {
    makeGuest: (guest) => makeGuest(deps, guest),
    composeGuest: (guest) => composeGuest(deps, guest),
    keepGuest: (guest) => keepGuest(deps, guest),
    identifyReader: (siteId, bearer) => identifyReader(holder, siteId, bearer),
    holderOf: holder,
    makeCommentToken: ({ staff }, site, requestId) => makeCommentToken(deps, staff, site, requestId),
    listCommentTokens: ({ staff }) => listCommentTokens(deps, staff.id),
    endCommentToken: ({ staff }, id) => endCommentTokens(deps, staff.id, id),
    commentsAs: ({ staff }, site) => commentsAs(deps, staff, site),
    renameReader: (reader, name) => renameReader(deps, reader, name),
    async endReaderToken(bearer) {
      await deps.store.readers.endToken(hashToken(bearer));
    },
    identifyStaff: (proof) => identifyStaff(deps, proof),
    signIn: (input) => signIn(deps, input),
    signInByPasskey: (input) => signInByPasskey(deps, input),
    async beginSignInByPasskey({ browserName, origin, network }) {
      if (deps.limitsOn) await deps.signInLimits.countChallenge(signInOrigin(deps.secret, '', network).network);
      return beginProof(deps, { to: { purpose: 'sign-in', holder: `browser ${browserName}` }, origin });
    },
    signInByProvider: (rules, person, from) => signInByProvider(deps, rules, person, from),
    confirmByProvider: (person, asked) => confirmByProvider(deps, person, asked),
    signOut: (actor) => signOut(deps, actor),
    needsSetUp: () => needsSetUp(deps),
    async setUp(input) {
      const staff = await setUp(deps, input);
      await noteNetwork(input.email, input.network);
      return openSession(deps, staff, input, input.requestId ?? null);
    },
    makeFirstAdministrator: (input) => makeFirstAdministrator(deps, input),
    listApiTokens: (actor) => listApiTokens(deps, actor.staff.id),
    makeApiToken: (actor, input, requestId) => createApiToken(deps, actorOf(actor, requestId), actor.staff, input),
    deleteApiToken: (actor, id, requestId) => deleteApiToken(deps, actorOf(actor, requestId), actor.staff, id),
    listAccounts: () => listAccounts(deps),
    inviteStaff: (actor, input, knowsSite, requestId) => inviteStaff(deps, actorOf(actor, requestId), input, knowsSite),
    resetAccount: (actor, id, requestId) => resetAccount(deps, actorOf(actor, requestId), id),
    removeAccount: (actor, id, requestId) => removeAccount(deps, actorOf(actor, requestId), id),
    findInvitation: (token) => findInvitation(deps, token),
    async acceptInvitation(input) {
      const staff = await acceptInvitation(deps, input);
      // The link stands for the password alone: what comes now is a sign-in with the code.
      if (hasSecondFactor(staff)) throw new Problem('second-factor-required', { pub: { ways: secondFactorsOf(staff).join(' ') } });
      await noteNetwork(staff.email, input.network);
      return openSession(deps, staff, input, input.requestId ?? null);
    },
    changePassword: (actor, { network }, input, requestId) =>
      changePassword(deps, actor, { actor: actorOf(actor, requestId), network }, input),
    listSessions: (actor) => listSessions(deps, actor),
    endSessions: (actor, id, requestId) => endOwnSessions(deps, actor, actorOf(actor, requestId), id),
    confirmIdentity: (actor, { network, origin }, proof, requestId) =>
      confirmIdentity(deps, actor, { actor: actorOf(actor, requestId), network }, proof, origin),
    beginConfirmByPasskey: (actor, origin) => beginProof(deps, askedIn(actor, 'confirm', origin), actor.staff.passkeys),
    beginPasskey: (actor, origin) => beginPasskey(deps, actor.staff, askedIn(actor, 'add', origin)),
    addPasskey: (actor, origin, made, requestId) =>
      addPasskey(deps, actorOf(actor, requestId), actor.staff, askedIn(actor, 'add', origin), made),
    removePasskey: (actor, id, requestId) => removeOwnPasskey(deps, actor.staff, actorOf(actor, requestId), id),
    wantConfirmed(actor) {
      if (mustConfirm(actor, deps.now())) throw new Problem('confirm-identity');
    },
    beginTotp: (actor, requestId) => beginTotp(deps, actorOf(actor, requestId), actor.staff),
    confirmTotp: (actor, code, requestId) => confirmTotp(deps, actorOf(actor, requestId), actor.staff, code),
    removeTotp: (actor, { network }, code, requestId) =>
      removeOwnTotp(deps, actor.staff, { actor: actorOf(actor, requestId), network }, code),
    changeAccount: (actor, id, change, knowsSite, requestId) => changeAccount(deps, actorOf(actor, requestId), id, change, knowsSite),
  };
}
