import { backup } from './backup.ts';
import { check } from './check.ts';
import type { Command } from './command.ts';
import { demoClear } from './demo.ts';
import { evidence, evidenceKeyShow, evidenceVerify } from './evidence.ts';
import { exportSite } from './export.ts';
import { importFile } from './import.ts';
import { mailTest } from './mail-test.ts';
import { showConfig } from './show-config.ts';
import { restore } from './restore.ts';
import { retention } from './retention.ts';
import { serve } from './serve.ts';
import { siteAdd, siteList, sitePreset } from './site.ts';
import { staffAdd, staffList, staffToken } from './staff.ts';
import { staffDisable, staffEnable, staffGrant, staffRemove, staffReset } from './staff-grants.ts';
import { threadList, threadMerge, threadMove } from './thread.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  serve,
  showConfig,
  mailTest,
  siteAdd,
  siteList,
  sitePreset,
  staffAdd,
  staffList,
  staffGrant,
  staffDisable,
  staffEnable,
  staffReset,
  staffRemove,
  staffToken,
  importFile,
  exportSite,
  evidenceKeyShow,
  evidenceVerify,
  evidence,
  threadList,
  threadMove,
  threadMerge,
  demoClear,
  backup,
  restore,
  retention,
  check,
];
