import { describe, expect, it } from '@jest/globals';
import { type SignedHeaders, sign, TOLERANCE, verify, webhookFault } from '../../server/outbound/standard-webhooks.ts';

// The example that libraries of the specification are tested with.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const TIME = 1_614_265_330;
const BODY = '{"test": 2432232314}';
const RIGHT = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const OTHER = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const headersOf = (signature: string): SignedHeaders => ({ id: ID, timestamp: String(TIME), signature });

describe('calls in the form of Standard Webhooks', () => {
  it('are signed as the specification has it', () => {
    expect(sign([SECRET], ID, TIME, BODY)).toBe(RIGHT);
    expect(sign([SECRET], ID, TIME, Buffer.from(BODY))).toBe(RIGHT);
  });

  it('are taken with a signature of one of the secrets, among several, to the end of the tolerance', () => {
    const headers = headersOf(sign([OTHER, SECRET], ID, TIME, BODY));
    expect(verify([SECRET], headers, BODY, TIME)).toBe(true);
    expect(verify([OTHER], headers, Buffer.from(BODY), TIME + TOLERANCE)).toBe(true);
    expect(verify([`whsec_${Buffer.alloc(24).toString('base64')}`, SECRET], headers, BODY, TIME - TOLERANCE)).toBe(true);
    expect(verify([SECRET], headersOf(`v1a,abc ${RIGHT}`), BODY, TIME)).toBe(true);
  });

  it('are refused when anything is missing, changed or of another time', () => {
    const refused = (change: Partial<SignedHeaders>, now = TIME, body = BODY) =>
      webhookFault([SECRET], { ...headersOf(RIGHT), ...change }, body, now);
    for (const name of ['id', 'timestamp', 'signature'] as const) expect(refused({ [name]: '' })).toBe('malformed');
    expect(refused({ id: 'a.1' })).toBe('malformed');
    expect(refused({ timestamp: '1614265330.0' })).toBe('malformed');
    expect(refused({ timestamp: '-1' })).toBe('malformed');
    expect(refused({ signature: 'v1,AAAA' })).toBe('malformed');
    expect(refused({ signature: RIGHT.replace('v1,', 'v2,') })).toBe('malformed');
    expect(refused({ signature: `${'v2,x '.repeat(10)}${RIGHT}` })).toBe('malformed');
    expect(refused({ id: 'msg_other' })).toBe('wrong');
    expect(refused({ timestamp: String(TIME + 1) })).toBe('wrong');
    expect(refused({}, TIME, `${BODY} `)).toBe('wrong');
    expect(webhookFault([OTHER], headersOf(RIGHT), BODY, TIME)).toBe('wrong');
    expect(webhookFault([], headersOf(RIGHT), BODY, TIME)).toBe('wrong');
    expect(refused({}, TIME + TOLERANCE + 1)).toBe('too-old');
    expect(refused({}, TIME - TOLERANCE - 1)).toBe('too-old');
    expect(verify([SECRET], headersOf(RIGHT), BODY, TIME + TOLERANCE + 1)).toBe(false);
  });
});
