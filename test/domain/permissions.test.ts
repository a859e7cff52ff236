import { describe, expect, test } from '@jest/globals';
import { may, PERMISSIONS, type Permitted, type StaffAction } from '../../server/domain/permissions.ts';
import type { StaffRole } from '../../server/domain/types.ts';

const ACTIONS = Object.keys(PERMISSIONS).filter((name): name is StaffAction => name in PERMISSIONS);
const person = (role: StaffRole, siteIds: string[] | null = null, scopes: string[] | null = null, disabled = false): Permitted => ({
  staff: { role, siteIds, disabled },
  scopes,
});
const allowed = (actor: Permitted, siteId: string | null): StaffAction[] => ACTIONS.filter((action) => may(actor, action, siteId));

const MODERATORS: StaffAction[] = ['moderation.read', 'moderation.decide', 'audit.read', 'site.read', 'words.read', 'token.manage'];

describe('who may do what', () => {
  test('an administrator of all sites may do everything, a moderator moderate', () => {
    expect(allowed(person('administrator'), 'news')).toEqual(ACTIONS);
    expect(allowed(person('moderator'), 'news')).toEqual(MODERATORS);
  });

  test('somebody of one site may do nothing on another, and nothing to the house', () => {
    const own = person('administrator', ['news']);
    expect(allowed(own, 'blog')).toEqual(['token.manage']);
    expect(allowed(own, 'news')).toEqual(ACTIONS.filter((action) => PERMISSIONS[action].reach !== 'house'));
    expect(may(own, 'site.create', null)).toBe(false);
    expect(may(own, 'staff.manage', null)).toBe(false);
    expect(may(own, 'moderation.read', null)).toBe(true);
  });

  test('somebody of no site may do nothing to any', () => {
    expect(allowed(person('moderator', []), 'news')).toEqual(['token.manage']);
  });

  test('a token may do what its scopes name, and never more than its owner', () => {
    expect(allowed(person('administrator', null, ['read']), 'news')).toEqual(
      ACTIONS.filter((action) => PERMISSIONS[action].scope === 'read'),
    );
    expect(allowed(person('moderator', null, ['read', 'moderate', 'sites', 'staff']), 'news')).toEqual(MODERATORS);
    expect(allowed(person('administrator', null, []), 'news')).toEqual([]);
  });

  test('a disabled account may do nothing', () => {
    expect(allowed(person('administrator', null, null, true), 'news')).toEqual([]);
  });
});
