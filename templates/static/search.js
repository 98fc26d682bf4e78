/* The page to search on. Pagefind and the index are loaded at the first word, and only there. */
(() => {
  const box = document.querySelector('.search');
  if (!box) return;
  if (location.protocol === 'file:') {
    document.querySelector('.offline').hidden = false;
    return;
  }
  const [form, status, list] = ['form', '[role=status]', 'ol'].map((name) => box.querySelector(name));
  const { q, outlet, topic, sort } = form.elements;
  const more = box.querySelector('button[type=button]');
  const root = new URL('../', new URL(box.dataset.root, location.href).href.replace(/index\.html$/, ''));
  const index = new URL(box.dataset.index.replace(/index\.html$/, ''), location.href);
  const STEP = 10;
  let engine, results = [], shown = 0, turn = 0, timer;

  /* Pagefind, with the choices that the index offers. */
  const started = () => (engine ??= (async () => {
    const pagefind = await import(new URL('pagefind.js', index));
    await pagefind.options({ excerptLength: 32, ranking: { metaWeights: { title: 5, also: 1, date: 0.5 } } });
    await pagefind.init();
    const known = await pagefind.filters();
    for (const field of [outlet, topic]) {
      for (const [name, count] of Object.entries(known[field.name] ?? {})) field.add(new Option(`${name} (${count})`, name));
      field.parentElement.hidden = field.length < 3;
    }
    form.querySelector('.narrowing').hidden = false;
    return pagefind;
  })().catch((error) => { engine = undefined; throw error; }));

  /* The words without English endings: the index has stems of one language only. */
  const bare = (words) => words.replace(/(?<=\p{L}{4})(?:ations?|ators?|ating|ated?|ions?|ings?|ers?|ed|es|s)(?!\p{L})/giu, '');

  const marked = (excerpt) => excerpt.split(/<\/?mark>/).map((text, number) => {
    const plain = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
    return number % 2 ? Object.assign(document.createElement('mark'), { textContent: plain }) : plain;
  });

  const element = (name, properties, ...inside) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside);
    return made;
  };

  const item = ({ raw_url, meta, filters, excerpt }) => {
    const lang = filters.lang?.[0] ?? '';
    const link = element('a', { href: new URL(raw_url, root).href, textContent: meta.title });
    const source = element('p', { className: 'source' }, element('span', { className: 'outlet', textContent: filters.outlet?.[0] ?? '' }), ' ', element('span', { textContent: meta.date }));
    const made = element('article', { className: 'card' }, source, element('h2', { lang, dir: 'auto' }, link), element('p', { className: 'summary', lang, dir: 'auto' }, ...marked(excerpt)));
    return element('li', {}, made);
  };

  const show = async (mine, focus) => {
    const found = await Promise.all(results.slice(shown, shown + STEP).map((each) => each.data()));
    if (mine !== turn) return;
    shown += found.length;
    const items = found.map(item);
    list.append(...items);
    more.hidden = shown >= results.length;
    if (focus) items[0]?.querySelector('a').focus();
  };

  const search = async () => {
    const mine = ++turn, words = q.value.trim();
    const address = new URL(location.href.split(/[?#]/)[0]);
    for (const field of [q, outlet, topic, sort]) if (field.value.trim()) address.searchParams.set(field.name, field.value.trim());
    history.replaceState(null, '', address);
    if (!words) {
      list.replaceChildren();
      status.textContent = '';
      more.hidden = true;
      return;
    }
    status.textContent = status.dataset.searching;
    try {
      const pagefind = await started();
      const filters = Object.fromEntries([outlet, topic].filter((field) => field.value).map((field) => [field.name, field.value]));
      const how = { filters, ...(sort.value ? { sort: { date: 'desc' } } : {}) };
      const asked = [...new Set([words, ...(words.includes('"') ? [] : [bare(words)])])];
      const all = (await Promise.all(asked.map((each) => pagefind.search(each, how)))).flatMap((each) => each.results);
      if (mine !== turn) return;
      results = [...new Map(all.map((each) => [each.id, each]).reverse()).values()].reverse();
      shown = 0;
      list.replaceChildren();
      await show(mine);
      if (mine !== turn) return;
      const count = results.length.toLocaleString(document.documentElement.lang);
      status.textContent = results.length ? status.dataset.found.replace('{count}', count) : status.dataset.none;
    } catch (error) {
      console.error(error);
      if (mine === turn) status.textContent = status.dataset.failed;
    }
  };

  const soon = () => { clearTimeout(timer); timer = setTimeout(search, 300); };
  form.addEventListener('submit', (event) => { event.preventDefault(); clearTimeout(timer); search(); });
  form.addEventListener('input', (event) => (event.target === q ? soon() : search()));
  more.addEventListener('click', () => show(turn, true));
  q.addEventListener('focus', () => started().catch(() => {}), { once: true });

  box.hidden = false;
  const asked = new URLSearchParams(location.search);
  q.value = asked.get('q') ?? '';
  if (q.value) {
    started().then(() => { for (const field of [outlet, topic, sort]) field.value = asked.get(field.name) ?? ''; }).catch(() => {}).then(search);
  }
})();
