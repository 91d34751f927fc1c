//! Recipes for code hosts, a hook for Git and an image with the program: files that a municipality takes into its own
//! repository, to check and to publish by itself.

/// A recipe (resepti): a file, and where it belongs.
#[derive(Debug)]
pub struct Recipe {
    /// What it is asked for by.
    pub name: &'static str,
    /// Its place in the repository.
    pub path: &'static str,
    text: &'static str,
    /// Git runs it.
    pub program: bool,
}

pub const GITHUB: Recipe = Recipe {
    name: "github",
    path: ".github/workflows/site.yml",
    text: include_str!("recipes/github.yml"),
    program: false,
};

pub const GITLAB: Recipe = Recipe {
    name: "gitlab",
    path: ".gitlab-ci.yml",
    text: include_str!("recipes/gitlab.yml"),
    program: false,
};

pub const AZURE: Recipe = Recipe {
    name: "azure",
    path: "azure-pipelines.yml",
    text: include_str!("recipes/azure.yml"),
    program: false,
};

pub const HOOK: Recipe = Recipe {
    name: "hook",
    path: ".githooks/pre-commit",
    text: include_str!("recipes/pre-commit"),
    program: true,
};

/// An image with the program; it knows no site.
pub const CONTAINER: Recipe = Recipe {
    name: "container",
    path: "Containerfile",
    text: include_str!("recipes/Containerfile"),
    program: false,
};

pub const ALL: [&Recipe; 5] = [&GITHUB, &GITLAB, &AZURE, &HOOK, &CONTAINER];

/// The site's folder as the recipes are written: the repository's root.
const ROOT: &str = "\".\"";

impl Recipe {
    /// The text for a site in a folder of the repository, divided by `/`; `.` is its root.
    ///
    /// `None` for a name that means something else within quotes, to YAML or to a shell.
    pub fn text(&self, folder: &str) -> Option<String> {
        let plain = |sign: char| !sign.is_control() && !"\"\\$`".contains(sign);
        let folder = folder.chars().all(plain).then_some(folder)?;
        let mut lines = String::with_capacity(self.text.len());
        for line in self.text.split_inclusive('\n') {
            let trimmed = line.trim();
            let is_site = trimmed == format!("SITE: {ROOT}") || trimmed == format!("SITE={ROOT}");
            match is_site {
                true => lines.push_str(&line.replace(ROOT, &format!("\"{folder}\""))),
                false => lines.push_str(line),
            }
        }
        Some(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, CONTAINER};

    #[test]
    fn each_recipe_names_the_folder_of_the_site_once() {
        for recipe in ALL {
            let text = recipe.text("kunta/sivut 2024").expect("a plain name");
            let lines = text.lines().filter(|line| line.contains("kunta/sivut"));
            let wanted = usize::from(recipe.name != CONTAINER.name);
            assert_eq!(lines.count(), wanted, "{}", recipe.name);
            assert_eq!(recipe.text(".").as_deref(), Some(recipe.text));
            for refused in ["a\"b", "$(a)", "a\nb", "a`b`", "a\\b"] {
                assert_eq!(recipe.text(refused), None);
            }
        }
    }
}
