import type { Lang } from '../../contract/problem.ts';
import type { EvidenceManifest } from './evidence-file.ts';

/** The words of evidence as a page, beside those of an export. */
export interface EvidenceTexts {
  title: string;
  intro: string;
  abouts: Readonly<Record<EvidenceManifest['about']['kind'], string>>;
  fields: Readonly<Record<string, string>>;
}

export const EVIDENCE_TEXTS: Readonly<Record<Lang, EvidenceTexts>> = {
  'zh-CN': {
    title: '证据导出',
    intro: '每条记录先列给人看，再附同样内容的 JSON。文件末尾有各部分的 SHA-256 和签名，可用 liangju evidence verify 核对。',
    abouts: { site: '整个站点', thread: '页面', comment: '评论', reader: '读者' },
    fields: {
      about: '对象',
      from: '起',
      to: '止（不含）',
      by: '操作人',
      byName: '操作人姓名',
      madeAt: '导出时间',
      publicKey: '公钥（Ed25519）',
      readerId: '读者编号',
      reports: '举报',
      audit: '审计记录',
      subject: '对象编号',
      review: '审核',
      state: '状态',
      kinds: '类别',
      reasons: '原因',
      escalated: '已上报',
      removedFrom: '删除前状态',
      data: '细节',
      closed: '已关闭',
      commentCount: '公开评论数',
    },
  },
  'zh-TW': {
    title: '證據匯出',
    intro: '每筆記錄先列給人看，再附同樣內容的 JSON。檔案末尾有各部分的 SHA-256 與簽章，可用 liangju evidence verify 核對。',
    abouts: { site: '整個站點', thread: '頁面', comment: '留言', reader: '讀者' },
    fields: {
      about: '對象',
      from: '起',
      to: '迄（不含）',
      by: '操作人',
      byName: '操作人姓名',
      madeAt: '匯出時間',
      publicKey: '公鑰（Ed25519）',
      readerId: '讀者編號',
      reports: '檢舉',
      audit: '稽核記錄',
      subject: '對象編號',
      review: '審核',
      state: '狀態',
      kinds: '類別',
      reasons: '原因',
      escalated: '已上報',
      removedFrom: '刪除前狀態',
      data: '細節',
      closed: '已關閉',
      commentCount: '公開留言數',
    },
  },
  en: {
    title: 'Evidence',
    intro:
      'Each record stands here to be read and, after it, as JSON. At the end are the SHA-256 of each part and a signature; `liangju evidence verify` checks them.',
    abouts: { site: 'the whole site', thread: 'page', comment: 'comment', reader: 'reader' },
    fields: {
      about: 'about',
      from: 'from',
      to: 'before',
      by: 'by',
      byName: 'name',
      madeAt: 'made',
      publicKey: 'public key (Ed25519)',
      readerId: 'reader',
      reports: 'reports',
      audit: 'audit log',
      subject: 'about',
      review: 'review',
      state: 'state',
      kinds: 'kinds',
      reasons: 'reasons',
      escalated: 'escalated',
      removedFrom: 'status before removal',
      data: 'details',
      closed: 'closed',
      commentCount: 'public comments',
    },
  },
};
