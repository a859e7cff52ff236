import { type Adapter, expectStatus } from './adapter.ts';
import { readCompletion } from './chat-answer.ts';
import { chatMessages } from './chat-message.ts';
import { documentOf } from './document.ts';

/** Enough for the answer that is asked for. */
const MOST_TOKENS = 400;

/** Any address that speaks OpenAI's chat completions (DeepSeek, 通义千问, vLLM, Ollama, …). */
export const chat: Adapter<'chat'> = {
  async review(settings, share, call) {
    const check = Buffer.from(call.random(8)).toString('hex');
    const answer = await call.fetch(`${settings.url.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${settings.secret}` },
      body: JSON.stringify({
        model: settings.model,
        messages: chatMessages(share, settings.rules, check),
        temperature: 0,
        max_tokens: MOST_TOKENS,
        stream: false,
        response_format: { type: 'json_object' },
      }),
    });
    expectStatus(answer, 200);
    return readCompletion(await answer.text(), check);
  },
  reads: (share) => [documentOf(share), share.comment.parent?.text, share.page.title],
  calls: () => 1,
};
