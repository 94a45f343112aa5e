// Until this has run and been answered, the page has neither content nor links.
fetch("/kettle.json").then((answer) => answer.json()).then((kettle) => {
  document.title = kettle.name;
  document.getElementById("app").innerHTML =
    `<h1>${kettle.name}</h1><p id="price">${kettle.price}</p><a href="/plain.html">Conditions of sale</a>`;
});
