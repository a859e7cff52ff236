/** Fills `<span data-liangju-count="KEY">` anywhere on the page. */
export async function fillCounts(site: string, service: string): Promise<void> {
  const places = [...document.querySelectorAll<HTMLElement>('[data-liangju-count]')];
  const keys = [...new Set(places.map((place) => place.dataset.liangjuCount ?? ''))].filter((key) => key !== '');
  for (let i = 0; i < keys.length; i += 100) {
    const query = new URLSearchParams([['site', site], ...keys.slice(i, i + 100).map((key) => ['thread', key])]);
    const answer = await fetch(`${service}/api/v1/counts?${query}`);
    if (!answer.ok) return;
    const { counts }: { counts: Record<string, number> } = await answer.json();
    for (const place of places) {
      const count = counts[place.dataset.liangjuCount ?? ''];
      if (count !== undefined) place.textContent = String(count);
    }
  }
}
