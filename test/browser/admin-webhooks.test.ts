import { expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
import { faultsOf } from './axe-faults.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();

test('a webhook is added, tried and removed; its secret is shown once, and what came of the test stands below', async () => {
  const site = await room.site('河畔报');
  const { page, errors } = await room.enter(`#/sites/${site}/webhooks`);
  await page.getByText('还没有 Webhook').waitFor();
  await page.getByLabel('接收地址').fill('https://169.254.169.254/in');
  await page.getByLabel('备注').fill('归档系统');
  await page.getByRole('checkbox', { name: '评论修改' }).uncheck();
  await page.getByRole('button', { name: '添加' }).click();
  expect(await page.getByLabel('签名密钥').inputValue()).toMatch(/^whsec_/);
  const card = page.getByRole('region', { name: '归档系统' });
  await card.getByRole('button', { name: '发送测试' }).click();
  const log = page.getByRole('region', { name: '发送记录' });
  await log.getByText('测试', { exact: true }).waitFor();
  await waitFor(async () => {
    await log.getByRole('button', { name: '刷新' }).click();
    await log.getByText('测试', { exact: true }).waitFor();
    return (await log.getByText('地址通向内网，不允许').count()) > 0;
  });
  await log.getByRole('button', { name: /^查看/ }).click();
  await log.getByText('"type": "webhook.test"').waitFor();
  await card.getByRole('button', { name: '更换密钥' }).click();
  await card.getByText('两个密钥并用').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  }
  await card.getByRole('button', { name: '停用旧密钥' }).click();
  await page.getByText('旧密钥已停用').waitFor();
  await card.getByRole('button', { name: '停用', exact: true }).click();
  await card.getByText('已停用').waitFor();
  await card.getByRole('button', { name: '删除' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  await page.getByText('还没有 Webhook').waitFor();
  expect(errors).toEqual([]);
});

test('who does not keep the site finds no way to its webhooks', async () => {
  const site = await room.site('山城报');
  const { page } = await room.enter(`#/sites/${site}`, await room.colleague('值班编辑', 'senior'));
  await page.getByRole('heading', { name: '山城报' }).waitFor();
  expect(await page.getByRole('link', { name: 'Webhook' }).count()).toBe(0);
});
