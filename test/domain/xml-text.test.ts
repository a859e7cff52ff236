import { expect, test } from '@jest/globals';
import { cdata, escapeXml } from '../../server/domain/xml-text.ts';

test('what XML has no place for is left out, what would end a section is divided', () => {
  expect(escapeXml('a\u0000\u0008\u001f\ufffe\ud800<b> & "c"\t\n')).toBe('a\ufffd&lt;b&gt; &amp; &quot;c&quot;\t\n');
  expect(cdata('x]]>y\u000b')).toBe('<![CDATA[x]]]]><![CDATA[>y]]>');
});
