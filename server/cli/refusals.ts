import type { LocalizedText } from '../config/localized-text.ts';
import type { Refusal, Why } from '../transfer/records.ts';

const REASONS: Readonly<Record<Why, (field: string) => LocalizedText>> = {
  'line-too-long': () => ({ 'zh-CN': '这一行太长了', 'zh-TW': '這一行太長了', en: 'the line is too long' }),
  'not-json': () => ({ 'zh-CN': '不是 JSON', 'zh-TW': '不是 JSON', en: 'this is not JSON' }),
  'unknown-key': (field) => ({ 'zh-CN': `不认识字段 ${field}`, 'zh-TW': `不認識欄位 ${field}`, en: `there is no field ${field}` }),
  missing: (field) => ({ 'zh-CN': `缺少 ${field}`, 'zh-TW': `缺少 ${field}`, en: `${field} is missing` }),
  'too-long': (field) => ({ 'zh-CN': `${field} 太长了`, 'zh-TW': `${field} 太長了`, en: `${field} is too long` }),
  'wrong-value': (field) => ({ 'zh-CN': `${field} 的值不对`, 'zh-TW': `${field} 的值不正確`, en: `the value of ${field} is not right` }),
  'body-and-html': () => ({
    'zh-CN': 'body 和 html 只能写一个',
    'zh-TW': 'body 和 html 只能寫一個',
    en: 'there is either body or html, not both',
  }),
  'repeated-id': () => ({ 'zh-CN': '前面已经有这个 id', 'zh-TW': '前面已經有這個 id', en: 'an earlier line has this id' }),
};

/** Why a line was refused, for the person who runs the import. Nothing that a field's name holds is obeyed by the terminal. */
export function refusalText({ line, why, field }: Refusal): LocalizedText {
  const reason = REASONS[why](field.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, 100) || 'JSON');
  return { 'zh-CN': `第 ${line} 行：${reason['zh-CN']}`, 'zh-TW': `第 ${line} 行：${reason['zh-TW']}`, en: `line ${line}: ${reason.en}` };
}
