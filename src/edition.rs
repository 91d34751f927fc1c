//! A sound site as the files that are made of it. Each can be made by itself and in any order:
//! all of them for the disk, or the one that a browser asks for.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::content::{Content, Page};
use crate::file_types::unpacked;
use crate::page::Frame;
use crate::render::{self, File, Html};
use crate::sum::{Sha, Sum};
use crate::theme::Theme;
use crate::timings::{self, Stage};
use crate::{Failure, compose, link, load};

/// The name of the page for unknown addresses.
pub const NOT_FOUND: &str = "404.html";

/// Content without errors, and all that its pages are rendered with.
pub struct Edition {
    pub content: Content,
    scenery: Arc<Scenery>,
    sitemap: OnceLock<Option<File>>,
}

/// What all pages share.
struct Scenery {
    /// One for each language: the frame and the theme's words are its own.
    renderers: Vec<Html>,
    /// The frames in the form in which they can be compared.
    frames: Vec<String>,
    digest: Sha,
    /// What belongs to no page: styles, scripts, pictures, files for hosts.
    shared: Vec<File>,
}

impl Edition {
    /// An edition of content that has no errors. The themes are one in each language of the site.
    pub fn new(content: Content, themes: &[Theme]) -> Result<Self, Failure> {
        let frames = frames(&content, themes);
        let scenery = Arc::new(Scenery::new(&content, themes, frames)?);
        Ok(Self::with(content, scenery))
    }

    /// The next edition of a site whose settings and themes are the same.
    pub fn after(last: &Self, content: Content, themes: &[Theme]) -> Result<Self, Failure> {
        let frames = frames(&content, themes);
        let scenery = match written(&frames) == last.scenery.frames {
            true => Arc::clone(&last.scenery),
            false => Arc::new(Scenery::new(&content, themes, frames)?),
        };
        Ok(Self::with(content, scenery))
    }

    fn with(content: Content, scenery: Arc<Scenery>) -> Self {
        Self {
            content,
            scenery,
            sitemap: OnceLock::new(),
        }
    }

    /// A digest of what all pages are rendered with: frame, words, templates, names of files.
    pub fn scenery(&self) -> Sha {
        self.scenery.digest
    }

    /// How many languages there are.
    pub fn languages(&self) -> usize {
        self.scenery.renderers.len()
    }

    /// The path and the files of a page in a language, by its number in the site's order.
    pub fn of_page(&self, page: &Page, language: usize) -> Result<(String, Vec<File>), Failure> {
        let Some(html) = self.scenery.renderers.get(language) else {
            return Ok((String::new(), Vec::new()));
        };
        let page = timings::of(Stage::Compose, || {
            compose::page(&self.content, page, language)
        });
        let files = timings::of(Stage::Render, || render::files(&page, html));
        Ok((page.path, files.map_err(Failure::Template)?))
    }

    /// The page for unknown addresses.
    pub fn not_found(&self) -> Result<Option<File>, Failure> {
        let page = compose::not_found(&self.content);
        let made = page.iter().zip(&self.scenery.renderers).next();
        let made = made.map(|(page, html)| render::page(page, html));
        made.transpose().map_err(Failure::Template)
    }

    /// The files that belong to no page.
    pub fn shared(&self) -> impl Iterator<Item = &File> {
        let sitemap = self.sitemap.get_or_init(|| render::sitemap(&self.content));
        self.scenery.shared.iter().chain(sitemap)
    }

    /// The packed copy of a file, when the site wants one.
    pub fn packed(&self, file: &File) -> Option<File> {
        let wanted = self.content.settings.precompressed;
        wanted.then(|| render::packed(file)).flatten()
    }

    /// The file of a path, made now; `None` where a build would write none.
    pub fn file(&self, path: &str) -> Result<Option<File>, Failure> {
        if let Some(file) = self.plain_file(path)? {
            return Ok(Some(file));
        }
        let plain = unpacked(path);
        if plain == path || !self.content.settings.precompressed {
            return Ok(None);
        }
        let file = self.plain_file(plain)?;
        Ok(file.and_then(|file| self.packed(&file)))
    }

    fn plain_file(&self, path: &str) -> Result<Option<File>, Failure> {
        if let Some(file) = self.shared().find(|file| file.path == path) {
            return Ok(Some(file.clone()));
        }
        if path == NOT_FOUND {
            return self.not_found();
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some((page, language)) = self.page(folder) else {
            return Ok(None);
        };
        let page = compose::page(&self.content, page, language);
        let Some(html) = self.scenery.renderers.get(language) else {
            return Ok(None);
        };
        if page.path == path {
            let made = render::page(&page, html).map_err(Failure::Template)?;
            return Ok(Some(made));
        }
        let files = render::files(&page, html).map_err(Failure::Template)?;
        Ok(files.into_iter().find(|file| file.path == path))
    }

    /// The page whose files stand in a folder, and its language.
    fn page(&self, folder: &str) -> Option<(&Page, usize)> {
        let (first, rest) = folder.split_once('/').unwrap_or((folder, ""));
        let named = |language: &usize| self.content.language(*language).language() == first;
        let language = (1..self.languages()).find(named);
        let address = language.map_or(folder, |_| rest);
        Some((self.content.page(address)?, language.unwrap_or(0)))
    }

    /// The page that a file of the data belongs to: `maksut/index.html`.
    pub fn made_from(&self, file: &Path) -> Option<String> {
        let page = self.content.page(&load::address(file))?;
        Some(link::file(&page.address))
    }
}

impl Scenery {
    fn new(
        content: &Content,
        themes: &[Theme],
        frames: Vec<Option<Frame>>,
    ) -> Result<Self, Failure> {
        // The theme's files are the same in every language.
        let assets = themes.first().map(|theme| render::assets(content, theme));
        let assets = assets.transpose().map_err(Failure::Theme)?;
        let assets = assets.unwrap_or_default();
        let written = written(&frames);
        let frames = themes.iter().zip(frames);
        let renderers = frames.filter_map(|(theme, frame)| {
            Some(render::html(theme, frame?, &assets).map_err(Failure::Template))
        });
        let renderers = renderers.collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            digest: digest(&renderers, themes),
            renderers,
            frames: written,
            shared: render::shared(content, assets),
        })
    }
}

fn frames(content: &Content, themes: &[Theme]) -> Vec<Option<Frame>> {
    let updated = content.updated();
    let languages = 0..themes.len();
    let frames = languages.map(|language| compose::frame(content, language, updated));
    frames.collect()
}

fn written(frames: &[Option<Frame>]) -> Vec<String> {
    let frames = frames.iter();
    let written = frames.map(|frame| serde_json::to_string(frame).unwrap_or_default());
    written.collect()
}

fn digest(renderers: &[Html], themes: &[Theme]) -> Sha {
    let templates = themes.iter().flat_map(|theme| &theme.templates.own);
    let templates = templates.flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]);
    let templates = templates.map(<[u8]>::to_vec);
    let scenery = renderers.iter().map(|html| html.scenery().to_vec());
    let parts = scenery.chain(templates);
    Sum::of(&parts.collect::<Vec<_>>().join(&0)).sha256
}
