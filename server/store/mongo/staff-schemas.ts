/** What the documents of staff hold, by collection, beside their outbox. */
import type { SchemaDefinition } from 'mongoose';
import { part } from './comment-schema.ts';

export const staffFields: SchemaDefinition = {
  _id: String,
  email: String,
  name: String,
  grants: [{ _id: false, role: String, site: String }],
  passwordHash: String,
  invitation: part({ tokenHash: String, until: Number }),
  secondFactor: part({ secret: String, isOn: Boolean, lastStep: Number, recoveryCodes: [String] }),
  passkeys: [
    {
      _id: false,
      id: String,
      credentialId: String,
      publicKey: String,
      counter: Number,
      transports: [String],
      name: String,
      createdAt: Number,
      usedAt: Number,
    },
  ],
  identity: String,
  disabled: Boolean,
  createdAt: Number,
  first: Boolean,
  gone: Boolean,
  leaving: part({ mark: String, at: Number }),
};

export const sessionsFields: SchemaDefinition = {
  _id: String,
  staffId: String,
  createdAt: Number,
  seenAt: Number,
  expiresAt: Number,
  confirmedAt: Number,
  network: String,
  browser: String,
};

export const tokensFields: SchemaDefinition = {
  _id: String,
  staffId: String,
  name: String,
  tokenHash: String,
  scopes: [String],
  createdAt: Number,
  usedAt: Number,
  gone: Boolean,
};
