/// The texts that every vault carries for a person who has nothing but a shell: what is here, how to check it, and the specification.
enum AuditorTexts {
    /// `README.txt`
    static let readme = PackageResources.auditor_txt
    /// `spec.md`: the project's `storage-layout/README.md` as it was when the program was built.
    static let specification = PackageResources.specification_md
}
