import { expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom } from './console-room.ts';

// Nobody is there yet: the server prints the link.
const room = consoleRoom({ ADMIN_EMAIL: '', ADMIN_PASSWORD: '', DEMO: '0' });

test('the printed link makes the first administrator, once', async () => {
  const linkIn = (): string | undefined => /\/admin\/(#setup=\S+)/.exec(room.server.lines.join('\n'))?.[1];
  await waitFor(() => linkIn() !== undefined);
  const link = linkIn() ?? '';
  const { page, errors } = await room.open(link);
  await page.getByRole('heading', { name: '创建第一位管理员' }).waitFor();
  await page.getByLabel('姓名').fill('王五');
  await page.getByLabel('邮箱').fill('first@example.com');
  await page.getByLabel('密码').fill('first@example.com');
  await page.getByRole('button', { name: '创建并进入' }).click();
  await page.locator('.fault', { hasText: '这个密码不能用：里面主要是你的邮箱' }).waitFor();
  await page.getByLabel('密码').fill('123456789012');
  await page.getByRole('button', { name: '创建并进入' }).click();
  await page.locator('.fault', { hasText: '这个密码不能用：太常见' }).waitFor();
  await page.getByLabel('密码').fill('a quiet harbour');
  await page.getByRole('button', { name: '创建并进入' }).click();
  // No site yet: the first thing to do is told.
  await page.getByText('还没有站点').waitFor();
  expect(page.url()).not.toContain('setup');
  expect(errors.filter((text) => !text.includes('422'))).toEqual([]);

  const again = await room.open(link);
  await again.page.getByLabel('姓名').fill('赵六');
  await again.page.getByLabel('邮箱').fill('second@example.com');
  await again.page.getByLabel('密码').fill('another quiet harbour');
  await again.page.getByRole('button', { name: '创建并进入' }).click();
  await again.page.getByText('管理员已经设置好了，请直接登录。').waitFor();
  await again.page.getByRole('link', { name: '已经有账号？去登录' }).click();
  await again.page.getByRole('heading', { name: '登录审核台' }).waitFor();
});
