// The site that benchmarks/speed.py measures: article pages, lists of topics and outlets, a feed for each and one for all.
const slug = (text) => text.toLowerCase().replaceAll(" ", "-");
const parts = (date) => new Date(date.getTime() + 7 * 3600000).toISOString();

export default function (config) {
  const newest = (api) => api.getFilteredByGlob("articles/**/*.md").sort((a, b) => b.date - a.date);
  config.addCollection("articles", newest);
  config.addCollection("groups", (api) => {
    const groups = new Map();
    for (const each of newest(api)) {
      const names = [...each.data.topics.map((name) => ["topics", name]), ["outlets", each.data.source]];
      for (const [kind, name] of names) {
        const folder = `${kind}/${slug(name)}/`;
        if (!groups.has(folder)) groups.set(folder, { folder, title: name, items: [] });
        groups.get(folder).items.push(each);
      }
    }
    return [...groups.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
  });
  config.addFilter("slug", slug);
  config.addFilter("iso", (date) => parts(date).slice(0, 19) + "+07:00");
  config.addFilter("short", (date) => parts(date).slice(0, 16).replace("T", " "));
  config.addFilter("rfc822", (date) => date.toUTCString());
  config.addFilter("first", (items, count) => items.slice(0, count));
  return {
    dir: { input: ".", output: "_site" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
    templateFormats: ["md", "njk"],
  };
}
