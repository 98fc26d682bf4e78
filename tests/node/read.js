// Reads feeds as rss-parser does: the path of a file on each line of standard input, what it holds as a line of JSON.
const fs = require('fs');
const readline = require('readline');
const Parser = require('rss-parser');

const parser = new Parser({ customFields: { item: ['updated'] } });

const told = (item) => ({
  id: item.id || item.guid,
  title: item.title,
  link: item.link,
  author: item.creator || item.author || null,
  published: Date.parse(item.isoDate) / 1000,
  updated: item.updated ? Date.parse(item.updated) / 1000 : null,
});

const read = async () => {
  for await (const path of readline.createInterface({ input: process.stdin })) {
    const feed = await parser.parseString(fs.readFileSync(path, 'utf-8'));
    console.log(JSON.stringify({ title: feed.title, items: feed.items.map(told) }));
  }
};

read();
