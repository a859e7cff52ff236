import type { WordEntry } from '../../domain/words.ts';
import { parseWordList } from '../word-list.ts';
import { SHIPPED_ABUSE } from './abuse.ts';
import { SHIPPED_ADS } from './ads.ts';
import { SHIPPED_VICE } from './vice.ts';

/**
 * The list that comes with the program: advertising, fraud, gambling, sexual solicitation, gross abuse, in
 * simplified and traditional Chinese and English. Each entry was checked by hand and against ordinary texts;
 * words that ordinary people use stand in combinations. No names, no politics: those are an operator's own
 * duty. Nothing is blocked: people decide. Traditional forms need no entry of their own.
 */
export const SHIPPED_WORDS: readonly WordEntry[] = parseWordList(SHIPPED_ADS + SHIPPED_VICE + SHIPPED_ABUSE).entries;
