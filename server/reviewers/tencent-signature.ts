import { createHash, createHmac } from 'node:crypto';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

export interface TencentRequest {
  host: string;
  /** The product, as in the address: `tms`. */
  service: string;
  action: string;
  version: string;
  region: string;
  body: string;
  /** UNIX seconds. */
  timestamp: number;
}

/**
 * The headers of a request to 腾讯云, signed with TC3-HMAC-SHA256 (签名方法 v3,
 * https://cloud.tencent.com/document/api/1124/51876). The date is that of UTC.
 */
export function signTencent(keyId: string, keySecret: string, request: TencentRequest): Record<string, string> {
  const contentType = 'application/json; charset=utf-8';
  const lines = `content-type:${contentType}\nhost:${request.host}\nx-tc-action:${request.action.toLowerCase()}\n`;
  const names = 'content-type;host;x-tc-action';
  const canonical = ['POST', '/', '', lines, names, sha256(request.body)].join('\n');
  const date = new Date(request.timestamp * 1000).toISOString().slice(0, 10);
  const scope = `${date}/${request.service}/tc3_request`;
  const text = ['TC3-HMAC-SHA256', request.timestamp, scope, sha256(canonical)].join('\n');
  const key = hmac(hmac(hmac(`TC3${keySecret}`, date), request.service), 'tc3_request');
  const signature = hmac(key, text).toString('hex');
  return {
    'content-type': contentType,
    host: request.host,
    'x-tc-action': request.action,
    'x-tc-version': request.version,
    'x-tc-region': request.region,
    'x-tc-timestamp': String(request.timestamp),
    authorization: `TC3-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}
