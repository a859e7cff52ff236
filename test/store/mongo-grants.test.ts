import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { grantsOf } from '../../server/domain/accounts.ts';
import { openMongo } from '../../server/store/mongo/open.ts';
import type { Store } from '../../server/store/port.ts';
import { type StartedMongo, startMongo } from '../support/mongo.ts';
import { nothing } from './fixtures.ts';

let mongo: StartedMongo;
let store: Store;
let behind: mongoose.Connection;

beforeAll(async () => {
  mongo = await startMongo({ replicaSet: false });
  const address = mongo.database(`grants-${randomUUID()}`);
  store = await openMongo(address);
  behind = await mongoose.createConnection(address).asPromise();
});
afterAll(async () => {
  await behind?.close();
  await store?.close();
  await mongo?.stop();
});

test('the one role that people had is read as grants, until others take its place', async () => {
  const old = (id: string, role: string, siteIds: string[] | null): object => ({
    _id: id,
    email: `${id}@news.example`,
    name: '',
    role,
    siteIds,
    passwordHash: 'x',
    disabled: false,
    createdAt: 1,
    first: false,
    outbox: [],
  });
  await behind
    .collection('staff')
    .insertMany([old('a', 'administrator', null), old('b', 'moderator', ['news', 'blog']), old('c', 'moderator', [])]);
  expect((await store.accounts.listStaff()).map(({ grants }) => grants)).toEqual([
    grantsOf('administrator', null),
    grantsOf('moderator', ['news', 'blog']),
    [],
  ]);
  // Another change leaves them, a change of grants counts from then on, also when nothing is left.
  expect((await store.accounts.changeStaff('b', { name: '编辑' }, nothing())).grants).toEqual(grantsOf('moderator', ['news', 'blog']));
  expect((await store.accounts.changeStaff('b', { grants: grantsOf('senior', null) }, nothing())).grants).toEqual(grantsOf('senior', null));
  await store.accounts.changeStaff('a', { grants: [] }, nothing());
  expect((await store.accounts.staff('a'))?.grants).toEqual([]);
  expect(await store.accounts.staff('b')).toEqual({
    id: 'b',
    email: 'b@news.example',
    name: '编辑',
    grants: grantsOf('senior', null),
    passwordHash: 'x',
    disabled: false,
    createdAt: 1,
  });
});
