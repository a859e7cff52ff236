import { describe, expect, test } from '@jest/globals';
import { type Grant, grantsOf, STAFF_ROLES, type StaffRole } from '../../server/domain/accounts.ts';
import { actionOfDecision } from '../../server/domain/action-of-decision.ts';
import {
  may,
  mayGiveScopes,
  PERMISSIONS,
  type Permitted,
  permissionsOf,
  refusalOf,
  STAFF_ACTIONS,
  sitesWhere,
  type StaffAction,
} from '../../server/domain/permissions.ts';
import type { TokenScope } from '../../server/domain/token-scopes.ts';

const person = (grants: Grant[], scopes: TokenScope[] | null = null, disabled = false): Permitted => ({
  staff: { grants, disabled },
  scopes,
});
const allowed = (actor: Permitted, siteId: string | null): StaffAction[] => STAFF_ACTIONS.filter((action) => may(actor, action, siteId));
const reaching = (reach: string): StaffAction[] => STAFF_ACTIONS.filter((action) => PERMISSIONS[action].reach === reach);

/** What is said to people of each role, beside what everybody with an account may. */
const MAY: { readonly [R in Exclude<StaffRole, 'administrator'>]: readonly StaffAction[] } = {
  observer: ['moderation.read', 'audit.read', 'site.read', 'words.read'],
  moderator: ['moderation.read', 'moderation.decide', 'thread.pace', 'audit.read', 'site.read', 'words.read'],
  senior: [
    'moderation.read',
    'moderation.decide',
    'escalated.decide',
    'appeal.decide',
    'ban.change',
    'thread.pace',
    'thread.change',
    'audit.read',
    'site.read',
    'words.read',
    'words.change',
  ],
};
const OWN: readonly StaffAction[] = ['session.own', 'account.own', 'token.manage'];

describe('who may do what', () => {
  test('an administrator of all sites may do everything', () => {
    expect(allowed(person(grantsOf('administrator', null)), 'news')).toEqual(STAFF_ACTIONS);
  });

  test.each(Object.entries(MAY))('a person who is %s may do what is listed', (name, actions) => {
    const role = STAFF_ROLES.find((one) => one === name) ?? 'observer';
    expect(allowed(person(grantsOf(role, null)), 'news')).toEqual([...actions, ...OWN]);
    expect(allowed(person(grantsOf(role, ['news'])), 'news')).toEqual([...actions, ...OWN]);
  });

  test('somebody of one site may do nothing on another, and nothing to the service', () => {
    const own = person(grantsOf('administrator', ['news']));
    expect(allowed(own, 'blog')).toEqual(OWN);
    expect(allowed(own, 'news')).toEqual([...reaching('site'), ...OWN]);
    expect([may(own, 'site.create', null), may(own, 'staff.manage', 'news'), may(own, 'moderation.read', null)]).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('what is on none of one’s sites is not found; what one may not do on one’s own is not allowed', () => {
    const own = person(grantsOf('observer', ['news']));
    expect(refusalOf(own, 'site.change', 'blog')).toBe('not-found');
    expect(refusalOf(own, 'site.change', 'news')).toBe('not-allowed');
    expect(refusalOf(own, 'site.create', null)).toBe('not-allowed');
    // What the token lacks says nothing about the site.
    const byToken = person(grantsOf('administrator', ['news']), ['read']);
    expect([refusalOf(byToken, 'site.change', 'news'), refusalOf(byToken, 'site.change', 'blog')]).toEqual(['not-allowed', 'not-allowed']);
  });

  test('several grants add up', () => {
    const both = person([...grantsOf('observer', null), ...grantsOf('senior', ['news']), ...grantsOf('moderator', ['blog'])]);
    expect(allowed(both, 'news')).toEqual([...MAY.senior, ...OWN]);
    expect(allowed(both, 'blog')).toEqual([...MAY.moderator, ...OWN]);
    expect(allowed(both, 'other')).toEqual([...MAY.observer, ...OWN]);
    expect(sitesWhere(both, 'moderation.read')).toBeNull();
    expect(sitesWhere(both, 'moderation.decide')).toEqual(['news', 'blog']);
    expect(sitesWhere(both, 'ban.change')).toEqual(['news']);
    expect(permissionsOf(both)).toEqual({
      '*': [...MAY.observer, ...OWN],
      news: [...MAY.senior, ...OWN],
      blog: [...MAY.moderator, ...OWN],
    });
  });

  test('somebody without a grant may do nothing to any site', () => {
    expect(allowed(person([]), 'news')).toEqual(OWN);
    expect(allowed(person([]), null)).toEqual(OWN);
    expect(sitesWhere(person([]), 'moderation.read')).toEqual([]);
    expect(permissionsOf(person([]))).toEqual({ '*': OWN });
  });

  test('a token may do what its scopes name, and never more than its owner', () => {
    expect(allowed(person(grantsOf('administrator', null), ['read']), 'news')).toEqual(
      STAFF_ACTIONS.filter((action) => PERMISSIONS[action].scope === 'read' || PERMISSIONS[action].scope === null),
    );
    expect(allowed(person(grantsOf('moderator', null), ['read', 'moderate', 'sites', 'staff']), 'news')).toEqual([
      ...MAY.moderator,
      // One's password and second factor take one's own session.
      ...OWN.filter((action) => action !== 'account.own'),
    ]);
    expect(allowed(person(grantsOf('administrator', null), []), 'news')).toEqual(['session.own']);
    expect(mayGiveScopes(person([], ['staff', 'read']), ['read'])).toBe(true);
    expect(mayGiveScopes(person([], ['staff', 'read']), ['read', 'sites'])).toBe(false);
    expect(mayGiveScopes(person([]), ['read', 'sites'])).toBe(true);
  });

  test('a disabled account may do nothing', () => {
    expect(allowed(person(grantsOf('administrator', null), null, true), 'news')).toEqual([]);
    expect(sitesWhere(person(grantsOf('administrator', ['news']), null, true), 'moderation.read')).toEqual([]);
  });
});

describe('what a decision asks for', () => {
  const open = (more: object = {}) => ({ state: 'open' as const, escalated: false, kinds: ['new' as const], ...more });

  test('ending an appeal or what was passed on asks for more than ending another case', () => {
    for (const action of ['approve', 'reject', 'spam', 'restore'] as const) {
      expect(actionOfDecision(action, open())).toBe('moderation.decide');
      expect(actionOfDecision(action, open({ escalated: true }))).toBe('escalated.decide');
      expect(actionOfDecision(action, open({ escalated: true, kinds: ['new', 'appeal'] }))).toBe('appeal.decide');
      expect(actionOfDecision(action, { ...open({ escalated: true, kinds: ['appeal'] }), state: 'decided' })).toBe('moderation.decide');
    }
  });

  test('what ends no case asks for none of it: whoever passed a case on can take that back', () => {
    for (const action of ['undo', 'escalate', 'hide', 'pin'] as const) {
      expect(actionOfDecision(action, open({ escalated: true, kinds: ['appeal'] }))).toBe('moderation.decide');
    }
    expect(actionOfDecision('purge', open())).toBe('comment.purge');
    expect(actionOfDecision('purge', null)).toBe('comment.purge');
  });
});
