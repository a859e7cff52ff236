import { describe, expect, it } from '@jest/globals';
import { SIGNATURE_TOLERANCE, sign, verify } from '../../server/outbound/standard-webhooks.ts';

// The example that libraries of the specification are tested with.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const TIME = 1_614_265_330;
const BODY = '{"test": 2432232314}';
const OTHER = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

describe('calls in the form of Standard Webhooks', () => {
  it('are signed as the specification has it', () => {
    expect(sign([SECRET], ID, TIME, BODY)).toEqual({
      'webhook-id': ID,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('are taken with a signature of one of the secrets, among several, to the end of the tolerance', () => {
    const signed = sign([OTHER, SECRET], ID, TIME, BODY);
    expect(verify([SECRET], signed, BODY, TIME)).toBeNull();
    expect(verify([OTHER], signed, Buffer.from(BODY), TIME + SIGNATURE_TOLERANCE)).toBeNull();
    expect(verify([`whsec_${Buffer.alloc(24).toString('base64')}`, SECRET], signed, BODY, TIME - SIGNATURE_TOLERANCE)).toBeNull();
    const ofAnotherVersion = { ...signed, 'webhook-signature': `v1a,abc ${signed['webhook-signature']}` };
    expect(verify([SECRET], ofAnotherVersion, BODY, TIME)).toBeNull();
  });

  it('are refused when anything is missing, changed or of another time', () => {
    const signed = sign([SECRET], ID, TIME, BODY);
    const refused = (change: Partial<Record<keyof typeof signed, string | undefined>>, now = TIME, body = BODY) =>
      verify([SECRET], { ...signed, ...change }, body, now);
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const) {
      expect(refused({ [name]: undefined })).toBe('malformed');
      expect(refused({ [name]: '' })).toBe('malformed');
    }
    expect(refused({ 'webhook-id': 'a.1' })).toBe('malformed');
    expect(refused({ 'webhook-timestamp': '1614265330.0' })).toBe('malformed');
    expect(refused({ 'webhook-timestamp': '-1' })).toBe('malformed');
    expect(refused({ 'webhook-signature': 'v1,AAAA' })).toBe('malformed');
    expect(refused({ 'webhook-signature': signed['webhook-signature'].replace('v1,', 'v2,') })).toBe('malformed');
    expect(refused({ 'webhook-signature': `${'v2,x '.repeat(10)}${signed['webhook-signature']}` })).toBe('malformed');
    expect(refused({ 'webhook-id': 'msg_other' })).toBe('wrong');
    expect(refused({ 'webhook-timestamp': String(TIME + 1) })).toBe('wrong');
    expect(refused({}, TIME, `${BODY} `)).toBe('wrong');
    expect(verify([OTHER], signed, BODY, TIME)).toBe('wrong');
    expect(verify([], signed, BODY, TIME)).toBe('wrong');
    expect(refused({}, TIME + SIGNATURE_TOLERANCE + 1)).toBe('too-old');
    expect(refused({}, TIME - SIGNATURE_TOLERANCE - 1)).toBe('too-old');
  });
});
