// Reads feeds as programs of the Node world do: a reader's name and a feed's address or file on each line of standard
// input, what it sees there as a line of JSON.
const fs = require('fs');
const readline = require('readline');
const Parser = require('rss-parser');
const feedsmith = require('feedsmith');

const parser = new Parser({ customFields: { item: ['updated'] } });
const isAddress = (place) => place.startsWith('http');
const seconds = (date) => (date ? Date.parse(date) / 1000 : null);
const text = async (place) => (isAddress(place) ? (await fetch(place)).text() : fs.readFileSync(place, 'utf-8'));

const readers = {
  'rss-parser': async (place) => {
    const feed = await (isAddress(place) ? parser.parseURL(place) : parser.parseString(await text(place)));
    const items = feed.items.map((item) => ({
      id: item.id || item.guid,
      title: item.title,
      link: item.link,
      author: item.creator || item.author || null,
      published: seconds(item.isoDate),
      updated: seconds(item.updated),
    }));
    return { title: feed.title, items };
  },
  feedsmith: async (place) => {
    const { feed } = feedsmith.parseFeed(await text(place));
    const items = (feed.items || feed.entries).map((item) => ({
      id: item.guid ? item.guid.value : item.id,
      title: item.title.value || item.title,
      link: item.url || item.link || item.links.find((link) => !link.rel || link.rel === 'alternate').href,
      author: item.dc ? item.dc.creators[0] : item.authors ? item.authors[0].name : null,
      published: seconds(item.pubDate || item.published || item.date_published),
      updated: seconds(item.updated || item.date_modified),
    }));
    return { title: feed.title.value || feed.title, items };
  },
};

const read = async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [name, place] = line.split('\t');
    console.log(JSON.stringify(await readers[name](place)));
  }
};

read();
